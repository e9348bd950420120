import type { Config } from '../../src/core/config.js';
import { decodeRgb } from '../../src/core/images/decode.js';
import { inspectPicture } from '../../src/core/images/inspect.js';
import { pictureLimits } from '../../src/core/images/limits.js';
import type { PackManifest } from '../../src/core/packs/manifest.js';
import { ask, timed, upload } from '../client.js';
import { withComment } from './pictures.js';
import type { RawProcess } from './raw-process.js';
import { ATTENTIONS, type Attention, type TorchWorker } from './torch-worker.js';

const EMBEDDING = `query ($id: ID!, $detail: Detail!) { image(source: { upload: $id }, detail: $detail) { embedding } }`;
const SEGMENTATION = `query ($id: ID!, $detail: Detail!) { image(source: { upload: $id }, detail: $detail) {
  segmentation(labels: ["cat", "fruit", "bridge", "mountain"], by: { maskclip: { form: VALUE } }) { segments { label score coverage } } } }`;

export type Detail = 'LOW' | 'MEDIUM';
export type What = 'raw' | 'embedding' | 'segmentation' | Attention;

export interface Bench {
  readonly url: string;
  readonly raw: RawProcess;
  readonly torch: TorchWorker;
  readonly manifest: PackManifest;
  readonly config: Config;
}

export interface Measured {
  readonly side: number;
  /** Milliseconds, one a round. */
  readonly times: Readonly<Record<What, readonly number[]>>;
  /** By round: what our server answered, and the pixels it decoded. */
  readonly embeddings: readonly (readonly number[])[];
  readonly pixels: readonly Uint8Array[];
}

/**
 * Everything in turn, once a round, on that round's picture, so that whatever slows the machine down hits all alike.
 * @param pictures those that the Python process has, in its order; the first ones only warm up
 */
export async function measure(bench: Bench, detail: Detail, pictures: readonly Buffer[], warmUps: number): Promise<Measured> {
  const { url, raw, torch, manifest, config } = bench;
  const side = manifest.image.detail[detail];
  const times: Record<What, number[]> = { raw: [], embedding: [], segmentation: [], eager: [], sdpa: [] };
  const embeddings: (readonly number[])[] = [];
  const allPixels: Uint8Array[] = [];
  for (const [index, jpeg] of pictures.entries()) {
    const picture = await inspectPicture(jpeg, pictureLimits(config));
    const pixels = await decodeRgb(picture, { width: side, height: side, kernel: manifest.image.kernel });
    const [first, second] = [await upload(url, jpeg), await upload(url, withComment(jpeg, `${detail} ${index}`))];
    let embedding: readonly number[] = [];
    const row: Record<What, number> = {
      raw: await raw.pass(pixels, side),
      embedding: await timed(async () => {
        const { data, extensions } = await ask(url, EMBEDDING, { id: first, detail });
        embedding = (data as { image: { embedding: number[] } }).image.embedding;
        if (extensions?.denseql?.encoderRuns !== 1) throw new Error('the picture was not new');
      }),
      segmentation: await timed(async () => {
        const { extensions } = await ask(url, SEGMENTATION, { id: second, detail });
        if (extensions?.denseql?.encoderRuns !== 1) throw new Error('the picture was not new');
      }),
      eager: (await torch.encode(index, side, 'eager')).milliseconds,
      sdpa: (await torch.encode(index, side, 'sdpa')).milliseconds,
    };
    if (index < warmUps) continue;
    for (const what of ['raw', 'embedding', 'segmentation', ...ATTENTIONS] as const) times[what].push(row[what]);
    embeddings.push(embedding);
    allPixels.push(pixels);
  }
  return { side, times, embeddings, pixels: allPixels };
}
