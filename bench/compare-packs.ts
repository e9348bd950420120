import { join } from 'node:path';
import sharp from 'sharp';
import { readConfig } from '../src/core/config.js';
import { loadPack } from '../src/core/packs/load-pack.js';
import { projectRoot } from '../src/core/project-root.js';
import { rawRuntime } from './raw.js';

// How long a pass of one pack takes beside another's: npm run bench:packs -- FIRST SECOND [ROUNDS]
// One process, the same pixels, alternately, so that whatever else the machine does falls on both.
const [first = '', second = '', rounds = '25'] = process.argv.slice(2);
const SIZE = { width: 896, height: 672 }; // MEDIUM, 4:3

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? NaN;

const { THREADS } = readConfig();
const pixels = await sharp(join(projectRoot(), 'samples', 'cat.jpg'))
  .resize(SIZE.width, SIZE.height, { fit: 'fill' })
  .removeAlpha()
  .raw()
  .toBuffer();
const packs = await Promise.all([first, second].map((name) => loadPack(name)));
const runtimes = await Promise.all(packs.map(({ folder, manifest }) => rawRuntime(folder, manifest, THREADS)));
const times: number[][] = [[], []];
for (let round = -2; round < Number(rounds); round += 1)
  for (const [index, runtime] of runtimes.entries()) {
    const time = await runtime.pass(pixels, SIZE.width, SIZE.height);
    if (round >= 0) times[index]!.push(time);
  }
const ratio = median(times[1]!.map((time, round) => time / times[0]![round]!));
const [a, b] = packs.map(({ manifest }) => `${manifest.name} ${manifest.revision}`);
process.stdout.write(
  `${b}: ${ratio.toFixed(3)} x the pass of ${a} (median of ${rounds} pairs at ${SIZE.width}x${SIZE.height}, ${THREADS} threads)\n`,
);
