import { realClock, type Clock } from '../../clock.js';
import type { Golden } from '../../packs/golden.js';
import type { Runner } from '../contract/work.js';
import { checkPicture } from './prove.js';

/** More at once than this holds up whoever comes alone. */
const MOST = 16;
/** What a picture must become cheaper by, of what it cost, for a pass to be made twice as large. */
const LEAST_GAIN = 0.1;
/** Milliseconds that measuring may take; a larger pass is not begun then. */
const LIMIT_MS = 3_000;

/** The golden picture, so many times behind one another. */
function copies({ pixels }: Golden, count: number): Uint8Array {
  const all = new Uint8Array(count * pixels.length);
  for (let index = 0; index < count; index++) all.set(pixels, index * pixels.length);
  return all;
}

/**
 * How many pictures of one size are worth one pass: twice as many again as long as each becomes cheaper by a tenth, and every one of them holds the golden
 * vectors. @returns 1 where two are no gain
 */
export async function measureBatch({ run }: Pick<Runner, 'run'>, golden: Golden, clock: Clock = realClock): Promise<number> {
  const until = clock.now() + LIMIT_MS;
  const { width, height } = golden;
  const perPicture = async (count: number): Promise<number> => {
    const work = { type: 'image', pixels: copies(golden, count), width, height, count } as const;
    // The first pass of a shape may compile kernels.
    await run(work);
    const result = await run(work);
    for (let index = 0; index < count; index++) checkPicture(result, golden, index, count);
    return result.milliseconds / count;
  };
  let best = 1;
  try {
    for (let cost = await perPicture(1); best < MOST && clock.now() < until; best *= 2) {
      const next = await perPicture(2 * best);
      if (!(next < cost * (1 - LEAST_GAIN))) break;
      cost = next;
    }
  } catch {
    // Too many for its memory, or wrong in that number: as many as were right are.
  }
  return best;
}
