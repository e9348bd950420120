import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TokenBatches } from '../../encoder/process/child/token-batches.js';
import { prepareTokenizer } from '../../../onnx/tokenizer/prepare-tokenizer.js';

/** More than any converted text encoder takes: what is too long is refused there, not cut here. */
const CONTEXT = 256;

/**
 * Tokens of texts with start and end, by CLIP's tokenizer as a checkpoint's folder has it; rows are filled up behind the end with 0.
 * @param folder with tokenizer.json, or vocab.json and merges.txt
 */
export async function clipTokens(folder: string, texts: readonly string[]): Promise<readonly (readonly number[])[]> {
  const { json } = await prepareTokenizer(folder, { cleaning: 'openai' });
  const temporary = await mkdtemp(join(tmpdir(), 'denseql-tokenizer-'));
  try {
    const file = join(temporary, 'tokenizer.json');
    await writeFile(file, JSON.stringify(json));
    const batches = await TokenBatches.open(file, { contextLength: CONTEXT, cleaning: 'openai', padId: 0 });
    const { ids, length } = batches.batch(texts, null);
    return texts.map((_, row) => Array.from(ids.subarray(row * length, (row + 1) * length), Number));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
