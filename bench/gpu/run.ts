import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { graphicsReport } from '../../src/cli/doctor/machine.js';
import { runtimeReport } from '../../src/cli/doctor/runtime.js';
import { readConfig } from '../../src/core/config.js';
import { loadPack, type Pack } from '../../src/core/packs/load-pack.js';
import { compilePack, type CompilePackCall } from '../../src/core/packs/making/compile-pack.js';
import { projectRoot } from '../../src/core/project-root.js';
import { describeMachine } from '../machine.js';
import { writeCheckpoint } from './checkpoint.js';
import { measureDevice, type MeasuredDevice } from './measure-device.js';
import { gpuReport } from './report.js';

// Golden vectors, batches and speed on every device of this machine: `run.ts PAGE SECONDS [DEVICE...]`.
const [page, seconds, ...named] = process.argv.slice(2) as [string, string, ...string[]];
const devices = named.length > 0 ? named : ['cuda', 'webgpu', 'cpu'];
const picture = join(projectRoot(), 'samples', 'music-room.jpg');
const config = { ...readConfig({}), DEVICE: 'cpu' as const, LOG_LEVEL: 'silent' as const };
const start = performance.now();
/** Each measurement has its share of what is left; loading and proving come on top. */
const share = (left: number): number => performance.now() + Math.max(0, Number(seconds) * 1000 - (performance.now() - start)) / left;
const say = (line: string): void => console.error(`${((performance.now() - start) / 1000).toFixed(0).padStart(4)} s  ${line}`);

const folder = await mkdtemp(join(tmpdir(), 'gpu-proof-'));
// A gigabyte and more, that nobody would miss.
process.once('SIGTERM', () => {
  rmSync(folder, { recursive: true, force: true });
  process.exit(1);
});
try {
  const compiled = async (name: string, arithmetic: Pick<CompilePackCall, 'precision' | 'compute'>): Promise<Pack> => {
    say(`compiling ${name}`);
    if (!existsSync(join(folder, 'config.json'))) writeCheckpoint(join(projectRoot(), 'test/fixtures/clip/clip-tiny-b16'), folder);
    const out = join(folder, name);
    const licences = [{ part: 'weights', licence: 'none: random numbers', source: 'bench/gpu/checkpoint.ts' }];
    await compilePack({ checkpoint: folder, out, name, licences, calibrate: false, config, ...arithmetic });
    return loadPack(out);
  };
  const packs = [
    { title: 'pocket', open: () => loadPack(join(projectRoot(), 'models/pocket')) },
    { title: "A CLIP of ViT-B/16's size, random weights, fp32", open: () => compiled('fp32', {}) },
    {
      title: 'The same with `--precision fp16 --compute fp16`',
      open: () => compiled('halves', { precision: 'fp16', compute: 'fp16' }),
    },
  ];
  const { version } = await runtimeReport();
  const conditions = {
    machine: await describeMachine(),
    gpus: (await graphicsReport()).nvidia ?? [],
    versions: `node ${process.versions.node}, onnxruntime-node ${version}; ${config.THREADS} threads`,
  };
  let left = packs.length * devices.length;
  const measured: { title: string; summary: string; devices: MeasuredDevice[] }[] = [];
  for (const { title, open } of packs) {
    const pack = await open();
    const found: MeasuredDevice[] = [];
    measured.push({ title, summary: pack.manifest.summary, devices: found });
    for (const device of devices) {
      say(`${title} on ${device}`);
      found.push(await measureDevice(pack, device, picture, config.THREADS, share(left--)));
      // Whatever ends this, what was measured is there.
      await writeFile(page, gpuReport(conditions, measured));
    }
  }
  console.log(gpuReport(conditions, measured));
  // A proof that proves no device but the CPU is none; one that a device fails is none, either.
  const wrong = measured.flatMap(({ title, devices: all }) =>
    all
      .filter(({ problem, device }) => problem !== null && named.includes(device))
      .map(({ device, problem }) => `${title} on ${device}: ${problem}`),
  );
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
} finally {
  await rm(folder, { recursive: true, force: true });
}
