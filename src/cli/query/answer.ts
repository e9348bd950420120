import type { Answered } from '../../core/call/contract.js';
import type { Detail } from '../../core/images/encoder-size.js';
import type { SourcePicture } from '../../core/images/picture.js';
import { Counter, type CountAnswer } from '../../core/tasks/count/answer.js';
import { Detector, type DetectionAnswer } from '../../core/tasks/detection/answer.js';
import { Segmenter, type SegmentationAnswer } from '../../core/tasks/segmentation/answer.js';
import type { App } from '../../server/compose.js';
import { costOf } from '../../server/cost-plugin.js';
import { createOperation } from '../../server/create-operation.js';
import type { Question } from './question.js';

/** What was found in one picture; pixels are made when they are asked for. */
export interface Found {
  readonly width: number;
  readonly height: number;
  readonly segmentation: (SegmentationAnswer & Answered) | null;
  readonly detection: (DetectionAnswer & Answered) | null;
  readonly counts: readonly (CountAnswer & Answered)[];
  /** As `extensions.denseql`, of what was done so far. */
  cost(): ReturnType<typeof costOf>;
}

/** Asks one picture. @throws what the tasks fail with */
export async function ask({ config, platform }: App, picture: SourcePicture, question: Question, detail: Detail): Promise<Found> {
  const operation = createOperation(config, new AbortController().signal);
  const source = { data: picture.bytes.toString('base64') };
  const visual = await platform.open(source, { detail, encoder: platform.encoder }, operation);
  const segmentation = question.segmentation && (await platform.ask(Segmenter, visual, question.segmentation));
  const detection = question.detection && (await platform.ask(Detector, visual, question.detection));
  const counts = await Promise.all(question.counts.map((count) => platform.ask(Counter, visual, count)));
  const { width, height } = visual.box;
  return { width, height, segmentation, detection, counts, cost: () => costOf(operation) };
}

const shownMeta = ({ meta }: Answered) => {
  const { method, form, pack, device, encoderRuns, notices } = meta;
  return { method, form, pack, device, encoderRuns, notices };
};

async function shownSegmentation(answer: SegmentationAnswer & Answered) {
  const found = answer.segments.map(async (segment) => {
    const box = await segment.box();
    const { x, y, width, height } = box ?? { x: 0, y: 0, width: 0, height: 0 };
    return { label: segment.label, score: segment.score, coverage: await segment.coverage(), box: box && { x, y, width, height } };
  });
  return { segments: await Promise.all(found), meta: shownMeta(answer) };
}

const shownDetection = (answer: DetectionAnswer & Answered) => ({
  objects: answer.objects.map(({ label, score, box: { x, y, width, height } }) => ({ label, score, box: { x, y, width, height } })),
  meta: shownMeta(answer),
});

const shownCount = (answer: CountAnswer & Answered) => {
  const { of, total, uncertainty, saturated, score } = answer;
  return { of, total, uncertainty, saturated, score, meta: shownMeta(answer) };
};

/** What of an answer the command shows, in the schema's shape; `counts` has one for each --count. */
export async function shown({ width, height, segmentation, detection, counts }: Found) {
  return {
    width,
    height,
    ...(segmentation && { segmentation: await shownSegmentation(segmentation) }),
    ...(detection && { detection: shownDetection(detection) }),
    ...(counts.length > 0 && { counts: counts.map(shownCount) }),
  };
}

export type Shown = Awaited<ReturnType<typeof shown>>;
