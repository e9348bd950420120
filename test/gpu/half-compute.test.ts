import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/core/config.js';
import { createPooledEncoder } from '../../src/core/encoder/pool/pooled-encoder.js';
import { tryDevice } from '../../src/core/encoder/process/try-device.js';
import { loadPack, type Pack } from '../../src/core/packs/load-pack.js';
import { compilePack } from '../../src/core/packs/making/compile-pack.js';
import { silent } from '../fixtures/packs/tiny-encoder.js';
import { TINY } from '../onnx/checkpoint-files.js';
import { useSoftwareGpu } from './software-gpu.js';

let folder = '';
let pack: Pack;

beforeAll(async () => {
  useSoftwareGpu();
  folder = await mkdtemp(join(tmpdir(), 'halves-'));
  const out = join(folder, 'pack');
  await compilePack({
    checkpoint: TINY,
    out,
    name: 'halves',
    licences: [{ part: 'weights', licence: 'none: random numbers', source: 'test fixtures' }],
    precision: 'fp16',
    compute: 'fp16',
    calibrate: false,
    config: readConfig({ DENSEQL_DEVICE: 'cpu', DENSEQL_THREADS: '2' }),
  });
  pack = await loadPack(out);
});
afterAll(() => rm(folder, { recursive: true }));

describe('a pack that computes in halves, on a device that has none (SwiftShader)', () => {
  it('is refused there, with the reason and the way out', async () => {
    // Where this fails, the device has learnt them: then hold the pack to its golden vectors here, as golden.test.ts does.
    expect(await tryDevice(pack, 'webgpu', 2, 60_000)).toMatchObject({
      right: false,
      problem: 'it has no half precision, in which this pack computes',
      hint: 'Take a pack that was compiled without --compute fp16.',
    });
  });

  it('runs on the CPU under auto', async () => {
    const encoder = createPooledEncoder({ pack, pinned: true, config: readConfig({ DENSEQL_THREADS: '2' }), log: silent });
    await encoder.ready();
    const { device, deviceNotes } = encoder.status();
    await encoder.close();
    expect(device).toBe('cpu');
    expect(deviceNotes.at(-1)).toMatch(/^webgpu: (it has no half precision, in which this pack computes|took longer than the 12 s .+)$/);
  });
});
