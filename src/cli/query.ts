import { readFile, writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Answered } from '../core/call/contract.js';
import { badInput } from '../core/errors.js';
import type { Detail } from '../core/images/encoder-size.js';
import { Segmenter, type SegmentationAnswer } from '../core/tasks/segmentation/answer.js';
import { compose } from '../server/compose.js';
import { costOf } from '../server/cost-plugin.js';
import { createOperation } from '../server/create-operation.js';
import { printJson, progress, table } from './output.js';
import { configWith } from './session.js';

export interface QueryOptions {
  segment: string;
  background?: string;
  detail: Detail;
  maxSize: number;
  out?: string;
  pack?: string;
  json: boolean;
}

/** As the schema has it. */
const OPACITY = 0.6;

const list = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** What of an answer the command shows, in the schema's shape. */
async function shown({ segments, meta }: SegmentationAnswer & Answered) {
  const { method, form, pack, device, encoderRuns, notices } = meta;
  const found = segments.map(async (segment) => {
    const box = await segment.box();
    const { x, y, width, height } = box ?? { x: 0, y: 0, width: 0, height: 0 };
    return { label: segment.label, score: segment.score, coverage: await segment.coverage(), box: box && { x, y, width, height } };
  });
  return { segments: await Promise.all(found), meta: { method, form, pack, device, encoderRuns, notices } };
}

/**
 * `denseql query`: masks by text of one picture, without a server.
 * @throws BAD_INPUT and whatever the task fails with
 */
export async function queryCommand(file: string, options: QueryOptions): Promise<void> {
  const { out, json, maxSize } = options;
  if (out !== undefined && !['.jpg', '.jpeg', '.png'].includes(extname(out).toLowerCase()))
    throw badInput('--out', 'the overlay is written as .jpg or .png.');
  const say = progress(json);
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw badInput('picture', `${file} cannot be read: ${error.code ?? error.message}.`);
  });
  say('loading the encoder');
  const app = await compose(configWith({ PACK: options.pack, LOG_LEVEL: 'warn' }));
  try {
    await app.ready();
    say('looking');
    const { config, platform } = app;
    const operation = createOperation(config, new AbortController().signal);
    const source = { data: bytes.toString('base64') };
    const visual = await platform.open(source, { detail: options.detail, encoder: platform.encoder }, operation);
    const background = options.background === undefined ? null : list(options.background);
    const answer = await platform.ask(Segmenter, visual, { labels: list(options.segment), background, maxSize });
    const segmentation = await shown(answer);
    if (out !== undefined) await writeOverlay(out, (await answer.overlay({ opacity: OPACITY, maxSize })).bytes);
    if (json) {
      const { width, height } = visual.box;
      printJson({ data: { image: { width, height, segmentation } }, extensions: { denseql: costOf(operation) } });
      return;
    }
    const rows = segmentation.segments.map(({ label, score, coverage, box }) => [
      label,
      score.toFixed(2),
      percent(coverage),
      box ? `${box.x.toFixed(0)},${box.y.toFixed(0)} ${box.width.toFixed(0)} x ${box.height.toFixed(0)}` : 'not found',
    ]);
    process.stdout.write(`${table([['LABEL', 'SCORE', 'COVERAGE', 'BOX'], ...rows])}\n`);
    for (const { message } of segmentation.meta.notices) say(message);
    if (out !== undefined) say(`wrote ${out}`);
  } finally {
    await app.close();
  }
}

async function writeOverlay(out: string, jpeg: Uint8Array): Promise<void> {
  if (extname(out).toLowerCase() !== '.png') return writeFile(out, jpeg);
  const { default: sharp } = await import('sharp');
  return writeFile(out, await sharp(jpeg).png().toBuffer());
}
