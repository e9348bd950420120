import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { readConfig } from '../../src/core/config.js';
import { compilePack } from '../../src/core/packs/making/compile-pack.js';
import type { PackManifest } from '../../src/core/packs/manifest.js';
import { dinoiserOption } from '../../src/plugins/maskclip/compiling/dinoiser-option.js';
import { compose } from '../../src/server/compose.js';
import { array, labels, templates, type Case } from './clip-reference.js';

const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url));
const dinoiser = join(fixtures, 'dinoiser/clip/dinoiser.safetensors');

/** Details at which the reference's pictures reach the encoder without being resized. */
const DETAIL = { stretch_c: 'LOW', native_a: 'MEDIUM', stretch_b: 'HIGH' } as const;

export interface TinyClip {
  readonly app: Awaited<ReturnType<typeof compose>>;
  close(): Promise<void>;
}

/** The reference's checkpoint with a random CLIP-DINOiser head, compiled, calibrated by its family and served. */
export async function serveTinyClip(): Promise<TinyClip> {
  const folder = await mkdtemp(join(tmpdir(), 'tiny-clip-'));
  const pack = join(folder, 'pack');
  const config = { ...readConfig({}), DEVICE: 'cpu' as const, LOG_LEVEL: 'silent' as const, PACK: pack };
  try {
    await compilePack({
      checkpoint: join(fixtures, 'clip/clip-tiny-b16'),
      heads: [{ plugin: 'maskclip', write: (place) => dinoiserOption.write({ ...place, file: dinoiser }) }],
      out: pack,
      name: 'tiny-clip',
      licences: [{ part: 'weights', licence: 'none: random numbers', source: 'test fixtures' }],
      calibrate: false,
      config,
    });
    const manifest = JSON.parse(await readFile(join(pack, 'pack.json'), 'utf8')) as PackManifest;
    const image = { ...manifest.image, detail: { LOW: 96, MEDIUM: 224, HIGH: 320 } };
    await writeFile(join(pack, 'pack.json'), JSON.stringify({ ...manifest, image }));
    const app = await compose(config);
    await app.ready();
    return { app, close: () => app.close().finally(() => rm(folder, { recursive: true })) };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** The reference's pixels as a PNG. */
async function picture(name: Case): Promise<Buffer> {
  const { data, shape } = array(name === 'native_a' ? 'crop_a_u8' : `${name}_u8`);
  const [height = 0, width = 0] = name === 'native_a' ? shape.slice(1) : shape;
  const pixels = new Uint8Array(width * height * 3);
  // The processor's crop is stored plane by plane.
  for (let at = 0; at < pixels.length; at += 1)
    pixels[at] = name === 'native_a' ? data[(at % 3) * width * height + Math.floor(at / 3)]! : data[at]!;
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

export interface Answer {
  readonly form: string;
  readonly encoderRuns: number;
  /** [labels, rows * columns], one channel after another. */
  readonly maps: Float32Array;
  readonly rows: number;
  readonly columns: number;
  /** PNG in base64, one a label, where asked for. */
  readonly masks: readonly string[];
}

interface Segments {
  readonly segments: readonly {
    readonly scoreMap: { readonly width: number; readonly height: number; readonly float32: string };
    readonly mask?: { readonly png: string };
  }[];
  readonly meta: { readonly form: string; readonly encoderRuns: number };
}

export interface Asked {
  /** A region without zoom, in pixels; absent: the whole picture. */
  readonly part?: string;
  /** Further fields of a segment. */
  readonly fields?: string;
  readonly background?: readonly string[];
}

/** Asks the server for the reference's labels under its templates, with these options of maskclip. */
export async function ask({ app }: TinyClip, name: Case, options: string, { part, fields = '', background }: Asked = {}): Promise<Answer> {
  const field = `segmentation(labels: $labels, prompts: { templates: $templates }, background: $background, by: { maskclip: { ${options} } }) {
    segments { scoreMap { width height float32 } ${fields} } meta { form encoderRuns } }`;
  const { data, errors } = await app.execute(
    `query ($data: String!, $labels: [String!]!, $templates: [String!]!, $background: [String!]) {
      image(source: { data: $data }, detail: ${DETAIL[name]}) { ${part === undefined ? field : `region(box: ${part}) { ${field} }`} } }`,
    { data: (await picture(name)).toString('base64'), labels, templates, background: background ?? null },
  );
  if (errors?.[0]) throw errors[0];
  const image = data?.['image'] as { segmentation: Segments; region?: { segmentation: Segments } };
  const { segments, meta } = (image.region ?? image).segmentation;
  const maps = segments.map(({ scoreMap }) => new Float32Array(Uint8Array.from(Buffer.from(scoreMap.float32, 'base64')).buffer));
  const { width: columns, height: rows } = segments[0]!.scoreMap;
  const masks = segments.flatMap(({ mask }) => (mask ? [mask.png] : []));
  return { ...meta, maps: Float32Array.from(maps.flatMap((map) => [...map])), rows, columns, masks };
}
