import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { array } from './released.js';

const fixture = (path: string): string => fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url));

/** What training/references/ovseg_released.py wrote: a picture, masks of it, and what the model makes of each. */
export function ovsegReference() {
  const { data: pixels, shape } = array('ovseg/pixels');
  const [side = 0] = shape;
  const [masks, vectors] = [array('ovseg/masks'), array('ovseg/vectors')];
  const [count = 0, dims = 0] = vectors.shape;
  const cases = Array.from({ length: count }, (_, index) => ({
    mask: Float32Array.from(masks.data.subarray(index * side * side, (index + 1) * side * side)),
    vector: Float32Array.from(vectors.data.subarray(index * dims, (index + 1) * dims)),
  }));
  return { pixels: pixels as Uint8Array, side, dims, cases };
}

/** Its checkpoint, with CLIP's tokenizer put in, in a new temporary folder. */
export function ovsegCheckpoint(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ovseg-'));
  for (const name of ['model.safetensors', 'open_clip_config.json']) cpSync(fixture(`released/ovseg/${name}`), join(folder, name));
  for (const name of ['tokenizer.json', 'tokenizer_config.json', 'vocab.json', 'merges.txt'])
    cpSync(fixture(`clip/clip-tiny-b16/${name}`), join(folder, name));
  return folder;
}
