import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/core/config.js';
import { createPooledEncoder, type LocalEncoder } from '../../src/core/encoder/pool/pooled-encoder.js';
import { loadPack } from '../../src/core/packs/load-pack.js';
import type { PackManifest } from '../../src/core/packs/manifest.js';
import { copyTiny } from '../fixtures/packs/copy-tiny.js';
import { operation, plain, silent, tinyFolder } from '../fixtures/packs/tiny-encoder.js';
import { useNoGpu, useSoftwareGpu } from './software-gpu.js';

const pocket = fileURLToPath(new URL('../../models/pocket/', import.meta.url));

let encoder: LocalEncoder | null = null;
let folder = '';
beforeEach(async () => {
  useSoftwareGpu();
  folder = await mkdtemp(join(tmpdir(), 'ladder-'));
});
afterEach(async () => {
  await encoder?.close();
  encoder = null;
  await rm(folder, { recursive: true });
});

async function start(pack: string, device: string): Promise<LocalEncoder> {
  const config = readConfig({ DENSEQL_DEVICE: device, DENSEQL_THREADS: '2' });
  encoder = createPooledEncoder({ pack: await loadPack(pack), pinned: true, config, log: silent });
  return encoder;
}

/** The tiny pack with another operator in its picture graph, the hash of that, and its golden vectors as they were. */
async function plantWrongGraph(): Promise<string> {
  const pack = await copyTiny(folder, 'wrong');
  const graph = await readFile(join(pack, 'image.onnx'));
  const manifest = JSON.parse(await readFile(join(pack, 'pack.json'), 'utf8')) as PackManifest;
  // Of one length, so that the file stays one: what is between 0 and 1 becomes 1.
  graph.write('Ceil', graph.indexOf('Relu'));
  await writeFile(join(pack, 'image.onnx'), graph);
  const sha256 = createHash('sha256').update(graph).digest('hex');
  const files = manifest.files.map((file) => (file.path === 'image.onnx' ? { ...file, sha256 } : file));
  await writeFile(join(pack, 'pack.json'), JSON.stringify({ ...manifest, files }));
  return pack;
}

describe('auto on a machine with a device in software', () => {
  it('ends on the CPU with a large pack, because of wrong numbers or of the time that it took', async () => {
    const started = await start(pocket, 'auto');
    await started.ready();
    expect(started.status().device).toBe('cpu');
    expect(started.status().deviceNotes.at(-1)).toMatch(/^webgpu: (wrong numbers: |took longer than the 12 s )/);
  });

  it('ends on the CPU with a small one, which the device does right and more slowly', async () => {
    const started = await start(tinyFolder, 'auto');
    await started.ready();
    expect(started.status().device).toBe('cpu');
    expect(started.status().deviceNotes[0]).toMatch(
      /^cuda: its libraries are not installed \(libonnxruntime_providers_\w+\.so: cannot open\)$/,
    );
    expect(started.status().deviceNotes[1]).toMatch(
      /^webgpu: right, but slower than the CPU here \([\d.]+ against [\d.]+ ms a golden pass\)$/,
    );
  });
});

describe('webgpu by name', () => {
  it('answers, and answers again on the same device after its process was killed', async () => {
    const started = await start(tinyFolder, 'webgpu');
    await started.ready();
    expect(started.status().device).toBe('webgpu');
    const before = await started.encodeImage(plain([200, 30, 30]), operation());
    const first = started.pid()!;
    process.kill(first, 'SIGKILL');
    const after = await started.encodeImage(plain([30, 30, 200]), operation());
    expect(after.features.outputs['dense']!.data).not.toEqual(before.features.outputs['dense']!.data);
    expect([started.status().device, started.status().restarts]).toEqual(['webgpu', 1]);
    expect(started.pid()).not.toBe(first);
  });

  it('says what is missing where there is no driver', async () => {
    useNoGpu();
    const started = await start(tinyFolder, 'webgpu');
    const error = await started.ready().then(
      () => null,
      (reason: unknown) => reason as Error,
    );
    expect(error?.message).toMatch(
      /^DENSEQL_DEVICE=webgpu cannot be used: no graphics adapter was found\. .+ Or set DENSEQL_DEVICE=auto\.$/,
    );
    expect(error?.message).not.toMatch(/\/onnxruntime|\.cc:/);
  });

  it('refuses a graph that gives other numbers than the pack promises', async () => {
    const started = await start(await plantWrongGraph(), 'webgpu');
    await expect(started.ready()).rejects.toThrow(/wrong numbers: \w+, row \d+, has cosine -?[\d.]+ with the golden vector, 0\.999 needed/);
  });
});
