import { copyFile, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TokenOptions } from '../../src/core/encoder/process/child/token-batches.js';
import { TokenBatches } from '../../src/core/encoder/process/child/token-batches.js';
import { prepareTokenizer } from '../../src/onnx/tokenizer/prepare-tokenizer.js';

export const CLIP = 'test/fixtures/clip/clip-tiny-b16';

/** A folder with some files of others, by the name they shall have or as text. */
export async function folderOf(files: Readonly<Record<string, { readonly from: string } | string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'denseql-tokens-'));
  for (const [name, file] of Object.entries(files))
    await (typeof file === 'string' ? writeFile(join(folder, name), file) : copyFile(join(file.from, name), join(folder, name)));
  return folder;
}

/** The way from a checkpoint's files to token ids: its tokenizer.json made, written, and opened as the encoder's process does. */
export async function openPrepared(folder: string, options: TokenOptions): Promise<TokenBatches> {
  const { json } = await prepareTokenizer(folder, { cleaning: options.cleaning });
  const file = join(await folderOf({ 'tokenizer.json': JSON.stringify(json) }), 'tokenizer.json');
  return TokenBatches.open(file, options);
}

/** Ids of one text, without what fills it up. */
export function idsOf(batches: TokenBatches, text: string, fixed: number | null = null): number[] {
  const { ids, mask } = batches.batch([text], fixed);
  return [...ids].filter((_, index) => mask[index] === 1n).map(Number);
}
