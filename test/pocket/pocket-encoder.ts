import pino from 'pino';
import { readConfig } from '../../src/core/config.js';
import type { Encoder } from '../../src/core/encoder/encoder.js';
import { createLocalEncoder } from '../../src/core/encoder/local-encoder.js';
import { loadPack } from '../../src/core/packs/load-pack.js';
import { verifyPack } from '../../src/core/packs/verify-pack.js';

/** The shipped pack's encoder, verified and warm. */
export async function pocketEncoder(): Promise<Encoder> {
  const config = { ...readConfig({}), DEVICE: 'cpu' as const };
  const pack = await loadPack('pocket');
  await verifyPack(pack.folder, pack.manifest);
  const encoder = createLocalEncoder({ packFolder: pack.folder, manifest: pack.manifest, config, log: pino({ level: 'silent' }) });
  await encoder.ready();
  return encoder;
}
