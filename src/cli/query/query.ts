import { writeFile } from 'node:fs/promises';
import type { Notice } from '../../core/call/notices.js';
import { compose } from '../../server/compose.js';
import { EXIT, printJson, progress } from '../output.js';
import { eachPicture, tellFailed, type FailedPicture } from '../pictures/each-picture.js';
import type { FoundPicture } from '../pictures/find-pictures.js';
import { namingPicture } from '../pictures/naming-picture.js';
import { inspectedPicture } from '../pictures/read-picture.js';
import { usablePictures } from '../pictures/usable-pictures.js';
import { configWith } from '../session.js';
import { ask, shown, type Found, type Shown } from './answer.js';
import { cocoDataset, cocoPicture, type CocoPicture } from './coco.js';
import { checkOutputs, keptOf, writeOutputs } from './outputs.js';
import { questionOf } from './question.js';
import type { QueryOptions } from './query-options.js';
import { tables } from './tables.js';

/** What is kept of one picture until all are done. */
interface Done {
  readonly picture: string;
  readonly data: { readonly image: Shown };
  readonly extensions: { readonly denseql: ReturnType<Found['cost']> };
  readonly coco: CocoPicture | null;
}

/**
 * `denseql query`: masks and boxes by text and counts of pictures, without a server. All that can be is checked before the model is loaded; of many
 * pictures, one that fails does not keep the others from being answered.
 * @throws WrongUse; of a single picture whatever the tasks fail with
 */
export async function queryCommand(given: readonly string[], options: QueryOptions): Promise<void> {
  const { json, coco } = options;
  const config = configWith({ PACK: options.pack, LOG_LEVEL: 'warn' });
  const question = await questionOf(options, config);
  const labels = question.segmentation?.labels ?? [];
  const categories = question.segmentation ? labels : (question.detection?.labels ?? []);
  const { pictures, many, failed } = await usablePictures(given, config);
  await checkOutputs(options, labels, pictures, many);
  // A single picture is read and looked at now; many would not fit into memory.
  const [first] = pictures;
  const single = many ? null : await namingPicture(first!.path, () => inspectedPicture(first!.path, config));

  const say = progress(json);
  say('loading the encoder');
  const app = await compose(config);
  try {
    await app.ready();
    say(many ? `looking at ${pictures.length} pictures` : 'looking');
    const done = new Map<FoundPicture, Done>();
    const work = async (picture: FoundPicture): Promise<void> => {
      const { path, name } = picture;
      const found = await ask(app, single ?? (await inspectedPicture(path, config)), question, options.detail);
      const image = await shown(found);
      const dataset = coco === undefined ? null : await cocoPicture(path, found, categories);
      await writeOutputs(name, options, found);
      done.set(picture, { picture: path, data: { image }, extensions: { denseql: found.cost() }, coco: dataset });
    };
    const later = many
      ? await eachPicture({ jobs: pictures, pathOf: ({ path }) => path, work, kept: keptOf(options), quiet: json, say })
      : [];
    if (!many) await namingPicture(first!.path, () => work(first!));
    // In the order that they were asked in, whichever was done first.
    const answered = pictures.flatMap((picture) => done.get(picture) ?? []);
    if (coco !== undefined) {
      const dataset = cocoDataset(
        categories,
        answered.flatMap((one) => one.coco ?? []),
      );
      await writeFile(coco, `${JSON.stringify(dataset)}\n`);
    }
    tell(answered, [...failed, ...later], many, options, say);
  } finally {
    await app.close();
  }
}

/** In the words of the command line, where labels have no numbers, and one with a comma in it was given as such. */
function tellNotice({ code, message }: Pick<Notice, 'code' | 'message'>, say: (line: string) => void): void {
  if (code !== 'LABEL_HAS_COMMA') say(message.replace(/ \((?:labels|background)\[\d+\]\)/g, ''));
}

function tell(
  answered: readonly Done[],
  failed: readonly FailedPicture[],
  many: boolean,
  { json, out, overlays, masks, labelMaps, coco }: QueryOptions,
  say: (line: string) => void,
): void {
  if (failed.length > 0) process.exitCode = EXIT.FAILED;
  if (json && many)
    return printJson({ pictures: answered.map(({ picture, data, extensions }) => ({ picture, data, extensions })), failed });
  if (json) return printJson({ data: answered[0]!.data, extensions: answered[0]!.extensions });
  process.stdout.write(
    `${tables(
      answered.map(({ picture, data }) => ({ picture, image: data.image })),
      many,
    )}\n`,
  );
  for (const { picture, data } of answered)
    for (const answer of [data.image.segmentation, data.image.detection, ...(data.image.counts ?? [])])
      for (const notice of answer?.meta.notices ?? []) tellNotice(notice, (line) => say(many ? `${picture}: ${line}` : line));
  for (const place of [out, overlays, masks, labelMaps, coco]) if (place !== undefined) say(`wrote ${place}`);
  tellFailed(failed);
}
