import { readFile, writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { DenseqlError, badInput } from '../core/errors.js';
import type { ErrorCode } from '../core/errors.js';
import { compose } from '../server/compose.js';
import { EXIT, printError, printJson, progress, table } from './output.js';
import { configWith } from './session.js';

export interface QueryOptions {
  segment: string;
  background?: string;
  detail: string;
  maxSize: number;
  out?: string;
  pack?: string;
  json: boolean;
}

// The same query that a client of the server would send.
const QUERY = /* GraphQL */ `
  query Segment($source: ImageSource!, $detail: Detail!, $labels: [String!]!, $background: [String!], $maxSize: Int!, $overlay: Boolean!) {
    image(source: $source, detail: $detail) {
      width
      height
      segmentation(labels: $labels, background: $background, maxSize: $maxSize) {
        segments {
          label
          score
          coverage
          box {
            x
            y
            width
            height
          }
        }
        overlay(maxSize: $maxSize) @include(if: $overlay) {
          dataUri
        }
        meta {
          method
          form
          pack
          device
          encoderRuns
        }
      }
    }
  }
`;

interface Answer {
  image: {
    segmentation: {
      segments: { label: string; score: number; coverage: number; box: { x: number; y: number; width: number; height: number } | null }[];
      overlay?: { dataUri: string } | null;
    } | null;
  } | null;
}

const list = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** `denseql query`: masks by text of one picture, without a server. */
export async function queryCommand(file: string, options: QueryOptions): Promise<void> {
  if (
    options.out !== undefined &&
    !['.jpg', '.jpeg'].includes(extname(options.out).toLowerCase()) &&
    extname(options.out).toLowerCase() !== '.png'
  )
    throw badInput('--out', 'the overlay is written as .jpg or .png.');
  const say = progress(options.json);
  const bytes = await readFile(file);
  say('loading the encoder');
  const app = await compose(configWith({ PACK: options.pack, LOG_LEVEL: 'warn' }));
  try {
    await app.ready();
    say('looking');
    const result = await app.execute(QUERY, {
      source: { data: bytes.toString('base64') },
      detail: options.detail,
      labels: list(options.segment),
      background: options.background === undefined ? null : list(options.background),
      maxSize: options.maxSize,
      overlay: options.out !== undefined,
    });
    const data = result.data as unknown as Answer | null | undefined;
    const overlay = data?.image?.segmentation?.overlay;
    if (options.out !== undefined && overlay) await writeOverlay(options.out, overlay.dataUri);
    if (options.json) {
      if (overlay) delete data?.image?.segmentation?.overlay;
      printJson(result);
    } else {
      for (const error of result.errors ?? []) {
        const code = (error.extensions?.['code'] ?? 'INTERNAL_SERVER_ERROR') as ErrorCode;
        printError(new DenseqlError(code, error.message), false);
      }
      const segments = data?.image?.segmentation?.segments ?? [];
      const rows = segments.map(({ label, score, coverage, box }) => [
        label,
        score.toFixed(2),
        percent(coverage),
        box ? `${box.x.toFixed(0)},${box.y.toFixed(0)} ${box.width.toFixed(0)} x ${box.height.toFixed(0)}` : 'not found',
      ]);
      process.stdout.write(`${table([['LABEL', 'SCORE', 'COVERAGE', 'BOX'], ...rows])}\n`);
      if (overlay) say(`wrote ${options.out}`);
    }
    if (result.errors && result.errors.length > 0) process.exitCode = EXIT.FAILED;
  } finally {
    await app.close();
  }
}

async function writeOverlay(out: string, dataUri: string): Promise<void> {
  const bytes = Buffer.from(dataUri.slice(dataUri.indexOf(',') + 1), 'base64');
  if (extname(out).toLowerCase() === '.png') {
    const { default: sharp } = await import('sharp');
    return writeFile(out, await sharp(bytes).png().toBuffer());
  }
  return writeFile(out, bytes);
}
