import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { expect, it } from 'vitest';
import { readConfig } from '../../src/core/config.js';
import type { Encoder } from '../../src/core/encoder/contract/encoder.js';
import { DenseqlError } from '../../src/core/errors.js';
import { readPack } from '../../src/core/packs/load-pack.js';
import { startServer } from '../../src/server/http.js';

const gone = () => Promise.reject(new DenseqlError('ENCODER_UNAVAILABLE', 'The encoder process cannot start.'));

it('a server whose encoder cannot start is live, not ready, and says so at the fields that need it', async () => {
  const { manifest } = await readPack(fileURLToPath(new URL('../fixtures/packs/tiny', import.meta.url)));
  const encoder: Encoder = {
    manifest,
    words: () => Promise.resolve(null),
    status: () => ({
      state: 'failed',
      device: null,
      deviceNotes: ['cpu: wrong numbers'],
      queued: 0,
      restarts: 3,
      memoryBytes: 0,
      imagePasses: 0,
      textPasses: 0,
      featureCacheBytes: 0,
      textCacheBytes: 0,
    }),
    ready: gone,
    encodeImage: gone,
    encodeTexts: gone,
    runGraph: gone,
    close: () => Promise.resolve(),
  };
  const server = await startServer({ ...readConfig({}), PORT: 0 }, { signals: false, log: pino({ level: 'silent' }), encoder });
  try {
    await expect(server.ready()).rejects.toMatchObject({ code: 'ENCODER_UNAVAILABLE' });
    expect((await fetch(`${server.url}health/live`)).status).toBe(200);
    const ready = await fetch(`${server.url}health/ready`);
    expect([ready.status, await ready.json()]).toMatchObject([503, { status: 'failed' }]);
    const { data, errors } = await server.app.execute(
      '{ image(source: { sample: "cat" }) { width picture(maxSize: 8) { width } segmentation(labels: ["cat"]) { meta { form } } } serverInfo { device deviceNotes } }',
    );
    expect(data).toEqual({
      image: { width: 1280, picture: { width: 8 }, segmentation: null },
      serverInfo: { device: null, deviceNotes: ['cpu: wrong numbers'] },
    });
    expect(errors).toMatchObject([{ path: ['image', 'segmentation'], extensions: { code: 'ENCODER_UNAVAILABLE' } }]);
  } finally {
    await server.close();
  }
});
