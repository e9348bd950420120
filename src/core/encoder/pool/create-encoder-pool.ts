import { realClock, type Clock } from '../../clock.js';
import type { Config } from '../../config.js';
import { badInput, DenseqlError } from '../../errors.js';
import type { Log } from '../../log.js';
import { loadPackUnlessAbsent, type Pack } from '../../packs/load-pack.js';
import { verifyPack } from '../../packs/verify-pack.js';
import type { Encoder } from '../contract/encoder.js';
import { createMemoryStores } from '../store/memory-store.js';
import type { EncoderStores } from '../store/store.js';
import { ABSENT, absentPack } from './absent-pack.js';
import { EncoderMemory } from './encoder-memory.js';
import { foreignEncoder } from './foreign-encoder.js';
import { knownPacks, type KnownPack } from './known-packs.js';
import { Place } from './place.js';
import { createPooledEncoder } from './pooled-encoder.js';
import type { BrokenPack, EncoderPool, PooledEncoder } from './pool.js';

export interface EncoderPoolOptions {
  readonly config: Config;
  readonly log: Log;
  /** Where what encoders gave is kept; absent: in memory. */
  readonly stores?: EncoderStores;
  /** The only encoder then, which somebody else runs, in place of the packs in the folders of models. */
  readonly encoder?: Encoder;
  /** For tests. */
  readonly clock?: Clock;
}

function assemblePool(
  all: readonly [PooledEncoder, ...PooledEncoder[]],
  broken: readonly BrokenPack[],
  memory: EncoderMemory,
): EncoderPool {
  const placeOf = (name: string): PooledEncoder => {
    const found = all.find(({ encoder }) => encoder.manifest.name === name);
    if (found !== undefined) return found;
    const problem = broken.find((pack) => pack.name === name)?.problem;
    if (problem !== undefined) throw new DenseqlError('PACK_INVALID', problem, { pack: name });
    const names = all.map(({ encoder }) => `"${encoder.manifest.name}"`);
    throw badInput(
      'encoder',
      `"${name.slice(0, 80)}" is not served here; this server runs ${names.join(', ')}. A pack that is new in the folders of models is known after a restart.`,
    );
  };
  return {
    get active() {
      return all[0].encoder;
    },
    list: () => all,
    broken,
    find: (name) => placeOf(name).encoder,
    open: async (name) => (name === null ? all[0] : placeOf(name)).open(),
    memory: () => ({ bytes: memory.bytes, limit: memory.limit }),
    close: async () => {
      const ends = await Promise.allSettled(all.map((place) => place.close()));
      const failed = ends.filter((end) => end.status === 'rejected');
      if (failed.length > 0)
        throw new AggregateError(
          failed.map((end): unknown => end.reason),
          'Not every encoder could be ended.',
        );
    },
  };
}

/**
 * The encoder of PACK, started at once, and every other pack in the folders of models, started at its first use. All share their stores; at most
 * ENCODER_BYTES are held by all their processes together, as far as estimates and the processes' own words tell.
 * Where PACK is the one that nobody needs to name, and it is not installed, the pool stands without it.
 * @throws PACK_INVALID when the active pack is not right; of another pack, only its use does
 */
export async function createEncoderPool(options: EncoderPoolOptions): Promise<EncoderPool> {
  const { config, log, encoder, clock = realClock, stores = createMemoryStores(config) } = options;
  const memory = new EncoderMemory(config.ENCODER_BYTES, clock);
  if (encoder) return assemblePool([foreignEncoder(encoder)], [], memory);
  const pack = await loadPackUnlessAbsent(config.PACK, config.MODELS_DIR);
  const [{ packs, broken }] = await Promise.all([
    knownPacks(config.MODELS_DIR, pack?.manifest.name ?? config.PACK),
    pack && verifyPack(pack.folder, pack.manifest),
  ]);
  for (const { name, folder, problem } of broken) log.warn({ pack: name, folder, problem }, 'A pack cannot be read.');
  const shared = { config, log, stores, memory, clock };
  const make = (found: Pack) => createPooledEncoder({ ...shared, pack: found, pinned: false });
  const place = (found: Pack, { pinned, problem = null }: { pinned: boolean; problem?: KnownPack['problem'] }): Place =>
    new Place(createPooledEncoder({ ...shared, pack: found, pinned, problem }), { make, log, clock, graceMs: config.DEADLINE_MS });
  if (pack === null) log.warn({ pack: config.PACK }, ABSENT);
  const active = pack === null ? absentPack() : place(pack, { pinned: true });
  return assemblePool([active, ...packs.map((known) => place(known, { ...known, pinned: false }))], broken, memory);
}
