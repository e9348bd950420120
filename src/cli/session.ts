import pino from 'pino';
import type { Config } from '../core/config.js';
import { readConfig } from '../core/config.js';
import { DenseqlError } from '../core/errors.js';
import type { Encoder } from '../core/encoder/contract/encoder.js';
import { createPooledEncoder } from '../core/encoder/pool/pooled-encoder.js';
import { Operation } from '../core/operation.js';
import { loadPack } from '../core/packs/load-pack.js';
import { verifyPack } from '../core/packs/verify-pack.js';
import { checkSettings } from '../server/check-settings.js';
import { checkModelsDir } from './check-models-dir.js';
import { WrongUse } from './wrong-use.js';

/** A command's work has no neighbours to protect: only its deadline bounds it. */
export const unboundedOperation = (): Operation => new Operation('cli', new AbortController().signal, Infinity);

/**
 * Settings from the environment, with what the command line says on top.
 * @param makes whether the command makes packs, and the folder MODELS_DIR for them
 * @throws WrongUse naming the variable and what is allowed
 */
export function configWith(overrides: Partial<Config>, { makes = false }: { readonly makes?: boolean } = {}): Config {
  const given = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined)) as Partial<Config>;
  try {
    const config = { ...readConfig(), ...given };
    checkSettings(config);
    checkModelsDir(config.MODELS_DIR, makes);
    return config;
  } catch (error) {
    throw DenseqlError.is(error) && !(error instanceof WrongUse) ? new WrongUse(error) : error;
  }
}

/**
 * Runs `work` with a warm encoder of one pack, and ends its process afterwards.
 *
 * @throws PACK_INVALID, ENCODER_UNAVAILABLE
 */
export async function withEncoder<Value>(
  config: Config,
  say: (line: string) => void,
  work: (encoder: Encoder) => Promise<Value>,
): Promise<Value> {
  const pack = await loadPack(config.PACK, config.MODELS_DIR);
  say(`verifying ${pack.manifest.name} ${pack.manifest.revision}`);
  await verifyPack(pack.folder, pack.manifest);
  say('loading the encoder');
  const encoder = createPooledEncoder({
    pack,
    pinned: true,
    config,
    log: pino({ level: 'warn' }, pino.destination(2)),
  });
  try {
    await encoder.ready();
    say(`ready on ${encoder.status().device}`);
    return await work(encoder);
  } finally {
    await encoder.close();
  }
}
