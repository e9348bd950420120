import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureHeld } from '../test/corpus/held.js';
import { WORST } from '../test/corpus/worst.js';

/** Prints the table of docs/pictures.md: what decoding holds of the worst pictures of a side of SIDE pixels (10000). */
const side = Number(process.argv[2] ?? 10_000);
const folder = await mkdtemp(join(tmpdir(), 'denseql-held-'));
console.log(`| ${(side * side) / 1e6} megapixels | file | estimate | measured |\n| --- | --- | --- | --- |`);
for (const [kind, make] of Object.entries(WORST)) {
  const bytes = await make(side);
  const { estimate, held } = await measureHeld(bytes, folder);
  console.log(`| ${kind} | ${(bytes.length / 1e6).toFixed(1)} MB | ${estimate} MiB | ${held} MiB |`);
}
await rm(folder, { recursive: true });
