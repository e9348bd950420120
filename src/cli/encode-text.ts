import { writeFile } from 'node:fs/promises';
import { findPack } from './find-pack.js';
import { encodeNpz } from './npz.js';
import { printJson, progress } from './output.js';
import { shapes } from './picture-features.js';
import { configWith, unboundedOperation, withEncoder } from './session.js';
import { checkOutFile } from './writable.js';
import { wrongUse } from './wrong-use.js';

/** `denseql encode-text`: unit vectors of texts as the array `text` [texts, dims], in the order given. With `json`, `cut` has those whose ends are not in their vectors. */
export async function encodeTextCommand(texts: readonly string[], options: { pack?: string; out: string; json: boolean }): Promise<void> {
  const say = progress(options.json);
  const config = configWith({ PACK: options.pack });
  await findPack(config);
  if (texts.some((text) => text.trim() === ''))
    throw wrongUse('texts', 'one of them is empty. Write each text in quotes: denseql encode-text "a cat" "a dog".');
  await checkOutFile('--out', options.out, ['.npz']);
  const encoded = await withEncoder(config, say, (encoder) => encoder.encodeTexts(texts, unboundedOperation()));
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
