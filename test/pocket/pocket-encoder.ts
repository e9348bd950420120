import pino from 'pino';
import { expect } from 'vitest';
import { readConfig } from '../../src/core/config.js';
import type { Encoder } from '../../src/core/encoder/contract/encoder.js';
import { createPooledEncoder } from '../../src/core/encoder/pool/pooled-encoder.js';
import { loadPack } from '../../src/core/packs/load-pack.js';
import { verifyPack } from '../../src/core/packs/verify-pack.js';
import { compose } from '../../src/server/compose.js';
import type { App } from '../../src/server/compose.js';

const config = { ...readConfig({}), DEVICE: 'cpu' as const, LOG_LEVEL: 'silent' as const };

/** The shipped pack's encoder, verified and warm. */
export async function pocketEncoder(): Promise<Encoder> {
  const pack = await loadPack('pocket');
  await verifyPack(pack.folder, pack.manifest);
  const encoder = createPooledEncoder({ pack, pinned: true, config, log: pino({ level: 'silent' }) });
  await encoder.ready();
  return encoder;
}

/** DenseQL on the shipped pack, warm. */
export async function pocketApp(): Promise<App> {
  const app = await compose(config);
  await app.ready();
  return app;
}

/** What an app answers about a sample, without an error. */
export async function askAbout(app: App, sample: string, detail: 'LOW' | 'MEDIUM', fields: string) {
  const { data, errors } = await app.execute(`{ image(source: { sample: "${sample}" }, detail: ${detail}) { ${fields} } }`);
  expect(errors).toBeUndefined();
  return data?.['image'] as Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- each test knows what it asked for
}
