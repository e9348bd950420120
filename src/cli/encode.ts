import { writeFile } from 'node:fs/promises';
import { badInput } from '../core/errors.js';
import { encodeMany } from './encode-many.js';
import type { EncodeOptions } from './encode-options.js';
import { encodeNpz } from './npz.js';
import { printJson, progress } from './output.js';
import type { Arrays } from './picture-features.js';
import { pictureFeatures } from './picture-features.js';
import { configWith, unboundedOperation, withEncoder } from './session.js';

const shapes = (arrays: Arrays) => Object.fromEntries(Object.entries(arrays).map(([name, tensor]) => [name, tensor.dims]));

/** `denseql encode`: features as .npz whose arrays are named after the pack's outputs; of one picture, or of a list of them. */
export async function encodeCommand(file: string | undefined, options: EncodeOptions): Promise<void> {
  const { list, out, outDir } = options;
  if (list !== undefined) {
    if (file !== undefined || outDir === undefined) throw badInput('--list', 'takes the place of <picture> and needs --out-dir.');
    return encodeMany({ ...options, list, outDir });
  }
  if (file === undefined || out === undefined) throw badInput('encode', 'needs <picture> and --out, or --list and --out-dir.');
  const config = configWith({ PACK: options.pack });
  const say = progress(options.json);
  const found = await withEncoder(config, say, (encoder) => pictureFeatures(file, encoder, config, options));
  say(`encoded at ${found.width} x ${found.height} px, ${found.rows} x ${found.columns} patches`);
  await writeFile(out, encodeNpz(found.arrays, options.half));
  if (options.json) printJson({ out, arrays: shapes(found.arrays) });
  else
    say(
      `wrote ${out}: ${Object.entries(shapes(found.arrays))
        .map(([name, dims]) => `${name} [${dims.join(', ')}]`)
        .join(', ')}`,
    );
}

/** `denseql encode-text`: unit vectors of texts as the array `text` [texts, dims], in the order given. With `json`, `cut` has those whose ends are not in their vectors. */
export async function encodeTextCommand(texts: readonly string[], options: { pack?: string; out: string; json: boolean }): Promise<void> {
  const say = progress(options.json);
  const encoded = await withEncoder(configWith({ PACK: options.pack }), say, (encoder) => encoder.encodeTexts(texts, unboundedOperation()));
  const cut = encoded.flatMap(({ tokens, read }, index) => (read < tokens ? [{ index, text: texts[index], tokens, read }] : []));
  for (const { text, tokens, read } of cut)
    say(`warning: of the ${tokens} tokens of "${text}" the encoder read ${read}; its end is not in the vector`);
  const vectors = encoded.map(({ vector }) => vector);
  const dims = vectors[0]?.length ?? 0;
  const data = new Float32Array(vectors.length * dims);
  vectors.forEach((vector, index) => data.set(vector, index * dims));
  const arrays = { text: { data, dims: [vectors.length, dims] } };
  await writeFile(options.out, encodeNpz(arrays));
  if (options.json) printJson({ out: options.out, arrays: shapes(arrays), cut });
  else say(`wrote ${options.out}: text [${vectors.length}, ${dims}]`);
}
