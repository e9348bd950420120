import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readGolden } from './golden.js';
import { listPacks } from './list-packs.js';
import { loadPack } from './load-pack.js';
import { checkPackFiles, verifyPack } from './verify-pack.js';

const tiny = fileURLToPath(new URL('../../../test/fixtures/packs/tiny', import.meta.url));

let root: string;
let folder: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'packs-'));
  folder = join(root, 'tiny');
  await cp(tiny, folder, { recursive: true });
});
afterEach(() => rm(root, { recursive: true }));

async function changeManifest(change: (manifest: Record<string, unknown>) => void): Promise<void> {
  const manifest = JSON.parse(await readFile(join(folder, 'pack.json'), 'utf8')) as Record<string, unknown>;
  change(manifest);
  await writeFile(join(folder, 'pack.json'), JSON.stringify(manifest));
}

describe('loadPack', () => {
  it('finds a pack by name in the given folder and by path', async () => {
    expect((await loadPack('tiny', root)).folder).toBe(folder);
    expect((await loadPack(folder)).manifest.name).toBe('tiny');
  });

  it('names the places that were searched when there is no such pack', async () => {
    await expect(loadPack('nothing', root)).rejects.toMatchObject({
      code: 'PACK_INVALID',
      message: expect.stringContaining(root) as string,
    });
  });

  it('names the file and the place of a wrong value', async () => {
    await changeManifest((manifest) => ((manifest['image'] as Record<string, unknown>)['patch'] = 'large'));
    await expect(loadPack(folder)).rejects.toMatchObject({
      code: 'PACK_INVALID',
      message: expect.stringMatching(/pack\.json.*image\.patch/) as string,
    });
  });

  it('refuses paths that leave the pack and files that are used without being listed', async () => {
    await changeManifest((manifest) => (manifest['golden'] = '../golden.json'));
    await expect(loadPack(folder)).rejects.toMatchObject({ message: expect.stringContaining('golden') as string });
    await changeManifest((manifest) => (manifest['golden'] = 'other.json'));
    await expect(loadPack(folder)).rejects.toMatchObject({
      message: expect.stringContaining('other.json is used but not listed') as string,
    });
  });

  it('says that a damaged pack.json is not JSON', async () => {
    await truncate(join(folder, 'pack.json'), 20);
    await expect(loadPack(folder)).rejects.toMatchObject({ code: 'PACK_INVALID', message: expect.stringContaining('not JSON') as string });
  });
});

describe('verifyPack', () => {
  it('accepts an intact pack', async () => {
    const { manifest } = await loadPack(folder);
    await verifyPack(folder, manifest);
  });

  it('names the file that is missing, cut or changed', async () => {
    const { manifest } = await loadPack(folder);
    const graph = join(folder, 'image.onnx');
    const bytes = await readFile(graph);
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    await writeFile(graph, bytes);
    await expect(checkPackFiles(folder, manifest)).rejects.toMatchObject({
      message: expect.stringMatching(/image\.onnx: has SHA-256/) as string,
    });
    await truncate(graph, 50);
    await expect(checkPackFiles(folder, manifest)).rejects.toMatchObject({
      message: expect.stringMatching(/image\.onnx: has 50 bytes/) as string,
    });
    await rm(graph);
    await expect(checkPackFiles(folder, manifest)).rejects.toMatchObject({
      message: expect.stringMatching(/image\.onnx: missing/) as string,
    });
  });

  it('accepts a pack once it is repaired', async () => {
    const { manifest } = await loadPack(folder);
    await rm(join(folder, 'text.onnx'));
    await expect(verifyPack(folder, manifest)).rejects.toMatchObject({ code: 'PACK_INVALID' });
    await cp(join(tiny, 'text.onnx'), join(folder, 'text.onnx'));
    await verifyPack(folder, manifest);
  });
});

describe('listPacks', () => {
  it('lists name, revision, bytes and licences, and what is wrong', async () => {
    await cp(tiny, join(root, 'broken'), { recursive: true });
    await writeFile(join(root, 'broken', 'pack.json'), '{}');
    await rm(join(folder, 'golden.png'));
    const packs = (await listPacks(root)).filter((pack) => pack.folder.startsWith(root));
    expect(packs.map((pack) => pack.name)).toEqual(['broken', 'tiny']);
    expect(packs[0]).toMatchObject({ revision: null, problems: [expect.stringContaining('pack.json')] });
    expect(packs[1]).toMatchObject({ problems: ['golden.png is missing'], licences: [{ licence: 'Apache-2.0' }] });
    expect(packs[1]?.bytes).toBeGreaterThan(1000);
  });
});

describe('readGolden', () => {
  it('decodes the picture and keeps the expected rows', async () => {
    const { manifest } = await loadPack(folder);
    const golden = await readGolden(folder, manifest);
    expect(golden.pixels.length).toBe(golden.width * golden.height * 3);
    expect([...golden.pixels.subarray(0, 3)]).toEqual([230, 20, 10]);
    expect(golden.expected['dense']?.dims).toEqual([1, 48, 16]);
  });

  it('refuses golden vectors that lack an output of the pack', async () => {
    await changeManifest(
      (manifest) => ((manifest['outputs'] as Record<string, unknown>)['extra'] = { kind: 'global', dims: 2, space: 'joint' }),
    );
    const { manifest } = await loadPack(folder);
    await expect(readGolden(folder, manifest)).rejects.toMatchObject({ message: expect.stringContaining('extra') as string });
  });
});
