import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/core/config.js';
import { EncoderProcess } from '../../src/core/encoder/process/encoder-process.js';
import { forkChild } from '../../src/core/encoder/process/fork-child.js';
import { graphPaths } from '../../src/core/encoder/process/graph-paths.js';
import { loadCommand } from '../../src/core/encoder/process/load-command.js';
import { PassTimes } from '../../src/core/encoder/process/pass-times.js';
import { proveGolden } from '../../src/core/encoder/process/prove.js';
import { readGolden } from '../../src/core/packs/golden.js';
import { compilePack } from '../../src/core/packs/making/compile-pack.js';
import type { PackManifest } from '../../src/core/packs/manifest.js';
import { TINY } from '../onnx/checkpoint-files.js';
import { attentionNodes } from './attention-nodes.js';
import { useSoftwareGpu } from './software-gpu.js';

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

/** The pack's golden vectors on WebGPU, by the process that a server starts. */
async function prove(cpuNodes: readonly string[]): Promise<void> {
  const pack = join(folder, 'pack');
  const life = new EncoderProcess(forkChild(), new PassTimes(), graphPaths(pack));
  try {
    await life.up();
    await life.load({ ...loadCommand(pack, manifest, 'webgpu', 2), cpuNodes });
    await proveGolden((work) => life.run(work), await readGolden(pack, manifest));
  } finally {
    await life.end();
  }
}

describe('a compiled pack with half-precision weights', () => {
  it('holds its golden vectors on WebGPU', async () => {
    const pack = join(folder, 'pack');
    const nodes = [manifest.image.graph, manifest.text.graph].flatMap((graph) => attentionNodes(join(pack, graph)));
    expect(nodes.length).toBeGreaterThan(1);
    await prove(nodes);
  });

  it('is refused where the device itself computes wrongly', async () => {
    // With attention of more than 31 tokens on SwiftShader: see attention-canary.test.ts.
    await expect(prove([])).rejects.toThrow(/wrong numbers/);
  });
});
