import { createHash } from 'node:crypto';
import type { TaskCall, Tensor } from '../../src/core/index.js';
import type { VandalHead } from './reach.js';
import { wreck } from './wreck.js';

type Arrays = readonly Pick<Tensor | { readonly data: Uint8Array }, 'data'>[];

/** What fields of one operation share, in the order in which others come to it: nothing may be waited for before. */
function* work({ features, compute, look, image, pack, text }: TaskCall<unknown, VandalHead>): Generator<Promise<Arrays>> {
  for (const attention of pack.tail)
    for (const residual of [true, false]) yield compute.tail({ features, attention, residual }).then((tensor) => [tensor]);
  const part = { box: image.box, size: { width: 56, height: 56 } };
  yield look.pixels(part).then((pixels) => [pixels]);
  const windows = [{ x: 0, y: 0, width: 56, height: 56 }];
  if (pack.head)
    yield look
      .runOnPixels({ ...part, graph: pack.head.pixels, input: 'pixels', outputs: ['mean'], windows })
      .then((answers) => answers.map(({ mean }) => mean!));
  yield text.embed(['red', 'a photo of a red.']).then((vectors) => vectors.map((data) => ({ data })));
}

async function wreckOnce(call: TaskCall<unknown, VandalHead>): Promise<string> {
  const seen = createHash('sha256');
  const hashes = [...work(call)].map(async (arrays) =>
    (await arrays).map(({ data }) => {
      const hash = createHash('sha256').update(data).digest('hex');
      wreck(data);
      return hash;
    }),
  );
  for (const hash of await Promise.all(hashes)) seen.update(hash.join());
  return seen.digest('hex').slice(0, 12);
}

/**
 * Wrecks what fields of one operation share as soon as it is there, and then once more.
 * @returns a hash of what was there, the same for all who look; two where the second look saw another thing
 */
export async function wreckShared(call: TaskCall<unknown, VandalHead>): Promise<string> {
  const [first, again] = [await wreckOnce(call), await wreckOnce(call)];
  return first === again ? first : `${first}, then ${again}`;
}
