import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Clock } from '../../src/core/clock.js';
import { readConfig } from '../../src/core/config.js';
import { EncoderProcess } from '../../src/core/encoder/process/encoder-process.js';
import { forkChild } from '../../src/core/encoder/process/fork-child.js';
import { graphPaths } from '../../src/core/encoder/process/graph-paths.js';
import { loadCommand } from '../../src/core/encoder/process/load-command.js';
import { measureBatch } from '../../src/core/encoder/process/measure-batch.js';
import { PassTimes } from '../../src/core/encoder/process/pass-times.js';
import { proveGolden } from '../../src/core/encoder/process/prove.js';
import type { Runner } from '../../src/core/encoder/contract/work.js';
import { readGolden, type Golden } from '../../src/core/packs/golden.js';
import { compilePack } from '../../src/core/packs/making/compile-pack.js';
import type { PackManifest } from '../../src/core/packs/manifest.js';
import { TINY } from '../onnx/checkpoint-files.js';
import { attentionNodes } from './attention-nodes.js';
import { useSoftwareGpu } from './software-gpu.js';

/** Time that is over once so many have asked for it: as many passes are measured on any machine. */
function overAfter(looks: number): Clock {
  let looked = 0;
  return { now: () => (looked++ < looks ? 0 : Infinity), after: () => () => undefined };
}

let folder = '';
let manifest: PackManifest;

beforeAll(async () => {
  useSoftwareGpu();
  folder = await mkdtemp(join(tmpdir(), 'golden-'));
  manifest = await compilePack({
    checkpoint: TINY,
    out: join(folder, 'pack'),
    name: 'tiny-clip',
    licences: [{ part: 'weights', licence: 'none: random numbers', source: 'test fixtures' }],
    precision: 'fp16',
    calibrate: false,
    config: { ...readConfig({}), DEVICE: 'cpu', LOG_LEVEL: 'silent' },
  });
});
afterAll(() => rm(folder, { recursive: true }));

/** Nodes that this device would do wrongly (see attention-canary.test.ts). */
const wrongNodes = (): string[] =>
  [manifest.image.graph, manifest.text.graph].flatMap((graph) => attentionNodes(join(folder, 'pack', graph)));

/** The pack on WebGPU, in the process that a server starts. */
async function onGpu<Seen>(cpuNodes: readonly string[], look: (run: Runner['run'], golden: Golden) => Promise<Seen>): Promise<Seen> {
  const pack = join(folder, 'pack');
  const life = new EncoderProcess(forkChild(), new PassTimes(), graphPaths(pack));
  try {
    await life.up();
    await life.load({ ...loadCommand(pack, manifest, 'webgpu', 2), cpuNodes });
    return await look((work) => life.run(work), await readGolden(pack, manifest));
  } finally {
    await life.end();
  }
}

describe('a compiled pack with half-precision weights', () => {
  it('holds its golden vectors on WebGPU', async () => {
    expect(wrongNodes().length).toBeGreaterThan(1);
    await onGpu(wrongNodes(), proveGolden);
  });

  it('is refused where the device itself computes wrongly', async () => {
    // With attention of more than 31 tokens on SwiftShader.
    await expect(onGpu([], proveGolden)).rejects.toThrow(/wrong numbers/);
  });

  it('holds them for each picture of a batch, measured as at the start on a GPU', async () => {
    // As if a pass of many took as long as one of few: wrong numbers alone end it before the time does, which is for two larger ones.
    const largest = await onGpu(wrongNodes(), (run, golden) =>
      measureBatch({ run: async (work) => ({ ...(await run(work)), milliseconds: 1 }) }, golden, overAfter(3)),
    );
    expect(largest).toBe(4);
  });
});
