import { join } from 'node:path';
import sharp from 'sharp';
import { readConfig } from '../src/core/config.js';
import { loadPack } from '../src/core/packs/load-pack.js';
import { projectRoot } from '../src/core/project-root.js';
import { medianInterval } from './against/interval.js';
import { median } from './client.js';
import { rawRuntime } from './raw.js';

// How long a pass of one pack takes beside another's: npm run bench:packs -- FIRST SECOND [ROUNDS]
// One process, the same pixels, alternately, so that whatever else the machine does falls on both.
const [first = '', second = '', rounds = '30'] = process.argv.slice(2);
const SIZE = { width: 896, height: 672 }; // MEDIUM, 4:3

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
const ratios = times[1]!.map((time, round) => time / times[0]![round]!);
const { low, high } = medianInterval(ratios);
const digits = (value: number): string => value.toFixed(3);
const [a, b] = packs.map(({ manifest }) => `${manifest.name} ${manifest.revision}`);
process.stdout.write(
  `${b}: ${digits(median(ratios))} (${digits(low)} to ${digits(high)}) x the pass of ${a}: median of ${rounds} pairs at ${SIZE.width}x${SIZE.height}, ${THREADS} threads, with its 95 % interval\n`,
);
