import type { Clock } from '../clock.js';
import { realClock } from '../clock.js';
import type { Config } from '../config.js';
import { DenseqlError, badInput } from '../errors.js';
import { loadPack } from '../packs/load-pack.js';
import { verifyPack } from '../packs/verify-pack.js';
import { createEncoderCaches } from './caches.js';
import type { Encoder } from './encoder.js';
import { createLocalEncoder } from './local-encoder.js';
import type { Log } from './log.js';
import type { BrokenPack, EncoderPool, PooledEncoder } from './pool.js';
import { pooledActive } from './pool/active-encoder.js';
import { EncoderMemory } from './pool/encoder-memory.js';
import { knownPacks } from './pool/known-packs.js';
import { createLazyEncoder } from './pool/lazy-encoder.js';

export interface EncoderPoolOptions {
  readonly config: Config;
  readonly log: Log;
  /** For tests. */
  readonly clock?: Clock;
}

function assemblePool(
  active: PooledEncoder,
  lazy: readonly PooledEncoder[],
  broken: readonly BrokenPack[],
  memory: EncoderMemory,
): EncoderPool {
  const all = [active, ...lazy];
  return {
    active: active.encoder,
    list: () => all,
    broken,
    find(name) {
      const found = all.find(({ encoder }) => encoder.manifest.name === name);
      if (found !== undefined) return found.encoder;
      const problem = broken.find((pack) => pack.name === name)?.problem;
      if (problem !== undefined) throw new DenseqlError('PACK_INVALID', problem, { pack: name });
      const names = all.map(({ encoder }) => `"${encoder.manifest.name}"`);
      throw badInput('encoder', `"${name}" is not served here; this server runs ${names.join(', ')}.`);
    },
    memory: () => ({ bytes: memory.bytes, limit: memory.limit }),
    close: async () => {
      const ends = await Promise.allSettled(all.map(({ encoder }) => encoder.close()));
      const failed = ends.filter((end) => end.status === 'rejected');
      if (failed.length > 0)
        throw new AggregateError(
          failed.map((end): unknown => end.reason),
          'Not every encoder could be ended.',
        );
    },
  };
}

/** A pool of one encoder that somebody else made. */
export function poolOf(encoder: Encoder, config: Config): EncoderPool {
  const active = pooledActive(encoder);
  return assemblePool(active, [], [], new EncoderMemory(config.ENCODER_BYTES, () => active.memoryBytes, realClock));
}

/**
 * The encoder of PACK, started at once, and every other pack in the folders of models, started at its first use (see
 * {@link createLazyEncoder}). All share their caches; at most ENCODER_BYTES are held by all their processes together, as far as estimates
 * and the processes' own words tell.
 * @throws PACK_INVALID when the active pack is not right; of another pack, only its use does
 */
export async function createEncoderPool({ config, log, clock = realClock }: EncoderPoolOptions): Promise<EncoderPool> {
  const pack = await loadPack(config.PACK, config.MODELS_DIR);
  const [{ packs, broken }] = await Promise.all([
    knownPacks(config.MODELS_DIR, pack.manifest.name),
    verifyPack(pack.folder, pack.manifest),
  ]);
  for (const { name, folder, problem } of broken) log.warn({ pack: name, folder, problem }, 'A pack cannot be read.');
  const caches = createEncoderCaches(config);
  const active = pooledActive(createLocalEncoder({ packFolder: pack.folder, manifest: pack.manifest, config, log, caches }));
  const memory = new EncoderMemory(config.ENCODER_BYTES, () => active.memoryBytes, clock);
  const lazy = packs.map((known) => createLazyEncoder({ pack: known, config, log, caches, memory, clock }));
  return assemblePool(active, lazy, broken, memory);
}
