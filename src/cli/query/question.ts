import type { By } from '../../core/call/contract.js';
import type { Config } from '../../core/config.js';
import { countQuestion } from '../../core/tasks/count/check.js';
import { detectQuestion } from '../../core/tasks/detection/check.js';
import { segmentQuestion } from '../../core/tasks/segmentation/check.js';
import { MOST_PIXELS } from '../../core/visual/max-size.js';
import { checkUse, wrongUse } from '../wrong-use.js';
import { splitLabels } from './labels.js';
import { chosenMethods } from './methods.js';
import type { QueryOptions } from './query-options.js';

/** As the schema has it. */
const [MAX_SIZE, LIMIT] = [1024, 100];

/** What is asked of each picture. */
export interface Question {
  /** Null: nothing is to be segmented. */
  readonly segmentation: {
    readonly labels: readonly string[];
    readonly background: readonly string[] | null;
    readonly maxSize: number;
    readonly by: By;
  } | null;
  /** Null: nothing is to be detected. */
  readonly detection: {
    readonly labels: readonly string[];
    readonly background: readonly string[] | null;
    /** Null: the method's own. */
    readonly minScore: number | null;
    readonly limit: number;
    readonly by: By;
  } | null;
  readonly counts: readonly { readonly of: string; readonly by: By }[];
}

/** What a person most often gets wrong, in the words of the command line. */
function checkLabels(option: '--segment' | '--detect', listed: readonly string[], single: readonly string[] = []): void {
  if (single.includes('')) throw wrongUse('--label', 'names nothing. Say what to look for: --label cat.');
  const labels = [...listed, ...single];
  if (labels.length === 0) throw wrongUse(option, `names nothing. Say what to look for: ${option} "cat, sofa".`);
  const twice = labels.findIndex((label, index) => labels.indexOf(label) < index);
  if (twice >= 0)
    throw wrongUse(twice < listed.length ? option : '--label', `"${labels[twice]}" is asked for twice. Name each label once.`);
}

const backgroundOf = (background: QueryOptions['background']): readonly string[] | null =>
  background?.flatMap((text) => splitLabels('--background', text)) ?? null;

function detectionOf({ detect = [], background, minScore }: QueryOptions, by: By): Question['detection'] {
  if (detect.length === 0 && minScore !== undefined)
    throw wrongUse('--min-score', 'is about things, and none are asked for. Add --detect <labels>, or leave it out.');
  if (detect.length === 0) return null;
  const labels = detect.flatMap((text) => splitLabels('--detect', text));
  checkLabels('--detect', labels);
  return { labels, background: backgroundOf(background), minScore: minScore ?? null, limit: LIMIT, by };
}

function segmentationOf(options: QueryOptions, by: By): Question['segmentation'] {
  const { segment = [], label = [], background, maxSize, coco } = options;
  const listed = segment.flatMap((text) => splitLabels('--segment', text));
  const single = label.map((text) => text.trim());
  if (segment.length + label.length > 0) {
    checkLabels('--segment', listed, single);
    return {
      labels: [...listed, ...single],
      background: backgroundOf(background),
      maxSize: coco === undefined ? (maxSize ?? MAX_SIZE) : MOST_PIXELS,
      by,
    };
  }
  const ofMasks = ['masks', 'labelMaps'] as const;
  const ofBoth = ['background', 'out', 'overlays', 'coco', 'maxSize'] as const;
  const idle = [...(options.detect ? [] : ofBoth), ...ofMasks].find((name) => options[name] !== undefined);
  if (idle === undefined) return null;
  const flag = `--${idle.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`)}`;
  throw wrongUse(flag, 'is about masks, and none are asked for. Add --segment <labels>, or leave it out.');
}

/** The question that the options ask, checked as far as can be done without a model. @throws WrongUse; PACK_INVALID */
export async function questionOf(options: QueryOptions, config: Config): Promise<Question> {
  const { count = [], coco, maxSize } = options;
  if (coco !== undefined && maxSize !== undefined)
    throw wrongUse('--max-size', 'does not go with --coco, whose masks are as large as the picture.');
  if (count.some((of) => of.trim() === '')) throw wrongUse('--count', 'names nothing. Say what to count, in the singular: --count person.');
  const asksMasks = (options.segment ?? options.label) !== undefined;
  const asksThings = options.detect !== undefined;
  if (!asksMasks && !asksThings && count.length === 0)
    throw wrongUse(
      'query',
      'asks for nothing. Add --segment "cat, sofa" for masks, --detect "cat, sofa" for boxes, or --count person for a number.',
    );
  if (asksMasks && asksThings && coco !== undefined)
    throw wrongUse('--coco', 'holds masks of labels or things with boxes, not both. Ask for --segment and --detect one after the other.');
  const by = await chosenMethods(
    options.method ?? [],
    [...(asksMasks ? ['segmentation'] : []), ...(asksThings ? ['detection'] : []), ...(count.length > 0 ? ['count'] : [])],
    config,
  );
  const segmentation = segmentationOf(options, by.get('segmentation'));
  const detection = detectionOf(options, by.get('detection'));
  return checkUse(() => ({
    segmentation: segmentation && { ...segmentation, ...checkedSegmentation(segmentation, config) },
    detection: detection && { ...detection, ...checkedDetection(detection, config) },
    counts: count.map((of) => ({ of: countQuestion({ of }, config).of, by: by.get('count') })),
  }));
}

function checkedDetection(asked: NonNullable<Question['detection']>, config: Config) {
  const { labels, background } = detectQuestion(asked, config);
  return { labels, background };
}

function checkedSegmentation(asked: NonNullable<Question['segmentation']>, config: Config) {
  const { labels, background } = segmentQuestion(asked, config);
  return { labels, background };
}
