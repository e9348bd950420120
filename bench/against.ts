import { join } from 'node:path';
import { projectRoot } from '../src/core/project-root.js';
import { medianInterval } from './against/interval.js';
import { measurePair, MEASURES, type Pair, PICTURES_OF_PAIR } from './against/measures.js';
import { serveCheckout, type ServedCheckout } from './against/served-checkout.js';
import { ask, median } from './client.js';
import { describeMachine } from './machine.js';
import { megapixelJpegs } from './pictures.js';

// What this checkout's server takes beside another's: npm run bench:against -- FOLDER [PAIRS]
// Both built, both running, the same new pictures; which of the two goes first alternates. Not in CI: it compares times of one machine.
const [folder = '', given = '30'] = process.argv.slice(2);
const PAIRS = Number(given);
const WARM_UPS = 2;
/** Of fewer, all lie on one side of the median in one case out of sixteen or more: no interval of 95 % can be had. */
const LEAST = 6;
if (folder === '') throw new Error('FOLDER: which other checkout? npm run bench:against -- FOLDER [PAIRS]');
if (!Number.isInteger(PAIRS) || PAIRS < 1) throw new Error(`PAIRS: ${given} is no number of pairs.`);

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function describe(name: string, { url }: ServedCheckout): Promise<void> {
  const { data } = await ask(url, '{ serverInfo { pack packRevision device } }', {});
  const { pack, packRevision, device } = data?.['serverInfo'] as Record<string, string>;
  say(`${name}: ${pack} ${packRevision} on ${device}`);
}

const verdictOf = (low: number, high: number): string =>
  low > 1 ? 'slower' : high < 1 ? 'faster' : 'the interval reaches 1: no difference shown';

function summary(pairs: readonly Pair[]): void {
  for (const [index, { name }] of MEASURES.entries()) {
    const times = pairs.map((pair) => pair[index] ?? [NaN, NaN]);
    const ratios = times.map(([mine, other]) => mine / other);
    const { low, high } = medianInterval(ratios);
    const verdict = pairs.length < LEAST ? 'too few pairs to tell' : verdictOf(low, high);
    const [mine, other] = [0, 1].map((side) => median(times.map((both) => both[side] ?? NaN)).toFixed(1));
    say(
      `${name.padEnd(36)} ${median(ratios).toFixed(3)} x the other (95 %: ${low.toFixed(3)} to ${high.toFixed(3)}), ${mine} and ${other} ms; ${verdict}`,
    );
  }
}

const servers: ServedCheckout[] = [];
try {
  // One after the other: two that warm up at once would prove nothing faster.
  for (const root of [projectRoot(), folder]) servers.push(await serveCheckout(root));
  const [mine, other] = servers as [ServedCheckout, ServedCheckout];
  await describe('this checkout', mine);
  await describe(`the other (${folder})`, other);
  const pictures = await megapixelJpegs(join(projectRoot(), 'samples', 'cat.jpg'), (WARM_UPS + PAIRS) * PICTURES_OF_PAIR);
  const pairs: Pair[] = [];
  for (let round = -WARM_UPS; round < PAIRS; round += 1) {
    const pair = await measurePair([mine.url, other.url], pictures.splice(0, PICTURES_OF_PAIR), round % 2 !== 0);
    if (round < 0) continue;
    pairs.push(pair);
    say(`pair ${round + 1}: ${pair.map(([one, two]) => `${one.toFixed(0)}/${two.toFixed(0)}`).join(' ')} ms`);
  }
  say(`\n${await describeMachine()}; medians of ${PAIRS} pairs, this / other:`);
  summary(pairs);
} finally {
  await Promise.all(servers.map((server) => server.close()));
}
