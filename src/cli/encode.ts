import { readFile, writeFile } from 'node:fs/promises';
import type { Detail } from '../core/images/encoder-size.js';
import { encoderSize } from '../core/images/encoder-size.js';
import { badInput } from '../core/errors.js';
import type { Tensor } from '../core/encoder/encoder.js';
import { cropKey } from '../core/images/crop-key.js';
import { decodeRgb } from '../core/images/decode.js';
import { inspectPicture } from '../core/images/inspect.js';
import { encodeNpz } from './npz.js';
import { printJson, progress } from './output.js';
import { configWith, unboundedOperation, withEncoder } from './session.js';

export interface EncodeOptions {
  pack?: string;
  /** Names separated by commas; empty: all of the pack. */
  outputs?: string;
  out: string;
  detail: Detail;
  size?: string;
  json: boolean;
}

const list = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

const shapes = (arrays: Record<string, Tensor>) => Object.fromEntries(Object.entries(arrays).map(([name, tensor]) => [name, tensor.dims]));

/** `denseql encode`: one picture's features as an .npz whose arrays are named after the pack's outputs. */
export async function encodeCommand(file: string, options: EncodeOptions): Promise<void> {
  if (options.size !== undefined && options.size !== 'native')
    throw badInput('--size', `"${options.size}" is not known; the only value is native.`);
  const config = configWith({ PACK: options.pack });
  const say = progress(options.json);
  const picture = await inspectPicture(await readFile(file), { maxBytes: config.MAX_UPLOAD_BYTES, maxPixels: config.MAX_PIXELS });
  const arrays = await withEncoder(config, say, async (encoder) => {
    const { image, outputs } = encoder.manifest;
    const names = list(options.outputs).length > 0 ? list(options.outputs) : Object.keys(outputs);
    const unknown = names.find((name) => !(name in outputs));
    if (unknown !== undefined)
      throw badInput('--outputs', `"${unknown}" is no output of ${encoder.manifest.name}; it has ${Object.keys(outputs).join(', ')}.`);
    const size = options.size === 'native' ? { width: picture.width, height: picture.height } : encoderSize(picture, options.detail, image);
    if (size.width % image.sizeMultiple !== 0 || size.height % image.sizeMultiple !== 0)
      throw badInput(
        '--size native',
        `${size.width} x ${size.height} px: both sides must be multiples of ${image.sizeMultiple} for ${encoder.manifest.name}.`,
      );
    const request = { ...size, kernel: image.kernel };
    const { features } = await encoder.encodeImage(
      {
        key: cropKey(picture, request),
        ...size,
        frame: { x: 0, y: 0, width: picture.width, height: picture.height },
        pixels: () => decodeRgb(picture, request),
      },
      unboundedOperation(),
    );
    say(`encoded at ${size.width} x ${size.height} px, ${features.rows} x ${features.columns} patches`);
    return Object.fromEntries(names.map((name) => [name, features.output(name)]));
  });
  await writeFile(options.out, encodeNpz(arrays));
  if (options.json) printJson({ out: options.out, arrays: shapes(arrays) });
  else
    say(
      `wrote ${options.out}: ${Object.entries(shapes(arrays))
        .map(([name, dims]) => `${name} [${dims.join(', ')}]`)
        .join(', ')}`,
    );
}

/** `denseql encode-text`: unit vectors of texts as the array `text` [texts, dims], in the order given. */
export async function encodeTextCommand(texts: readonly string[], options: { pack?: string; out: string; json: boolean }): Promise<void> {
  const say = progress(options.json);
  const vectors = await withEncoder(configWith({ PACK: options.pack }), say, (encoder) => encoder.encodeTexts(texts, unboundedOperation()));
  const dims = vectors[0]?.length ?? 0;
  const data = new Float32Array(vectors.length * dims);
  vectors.forEach((vector, index) => data.set(vector, index * dims));
  const arrays = { text: { data, dims: [vectors.length, dims] } };
  await writeFile(options.out, encodeNpz(arrays));
  if (options.json) printJson({ out: options.out, arrays: shapes(arrays) });
  else say(`wrote ${options.out}: text [${vectors.length}, ${dims}]`);
}
