import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyTiny } from '../../../../test/fixtures/packs/copy-tiny.js';
import { addHead } from './add-head.js';
import { readPack } from '../load-pack.js';
import { checkPackFiles } from '../verify-pack.js';

let folder: string;
let pack: string;
const head = { graph: 'one.onnx', data: 'one.bin', kind: 'whatever', classes: ['a'] };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'add-head-'));
  pack = await copyTiny(folder, 'mine');
  await writeFile(join(folder, 'one.onnx'), 'graph');
  await writeFile(join(folder, 'one.bin'), 'weights');
  await writeFile(join(folder, 'denseclip.json'), JSON.stringify(head));
});
afterAll(() => rm(folder, { recursive: true }));

const add = (change: Partial<Parameters<typeof addHead>[0]> = {}) =>
  addHead({ pack, plugin: 'denseclip', folder, replace: false, modelsDir: '', ...change });

describe('addHead', () => {
  it('makes files and manifest of a head part of a pack, under another revision, and leaves the rest as it was', async () => {
    const before = await readPack(pack);
    const { manifest } = await add();
    expect(await readPack(pack)).toEqual({ folder: pack, manifest });
    await checkPackFiles(pack, manifest);
    expect(manifest.heads).toEqual({
      ...before.manifest.heads,
      denseclip: { ...head, graph: 'heads/denseclip/one.onnx', data: 'heads/denseclip/one.bin' },
    });
    expect(manifest.files.length).toBe(before.manifest.files.length + 2);
    expect(manifest.revision).not.toBe(before.manifest.revision);
    expect(manifest.revision).toMatch(/^1-[0-9a-f]{12}$/);
    expect(await readFile(join(pack, 'heads/denseclip/one.bin'), 'utf8')).toBe('weights');
  });

  it('puts one in the place of another only where asked', async () => {
    await expect(add()).rejects.toMatchObject({ code: 'BAD_INPUT', message: expect.stringContaining('--replace') });
    await writeFile(join(folder, 'one.bin'), 'better');
    const { manifest } = await add({ replace: true });
    await checkPackFiles(pack, manifest);
    expect(manifest.files.filter(({ path }) => path.endsWith('one.bin'))).toEqual([expect.objectContaining({ bytes: 6 })]);
  });

  it('refuses packs of the project, names that are none, and files that are not there or elsewhere', async () => {
    await expect(add({ pack: 'pocket' })).rejects.toMatchObject({ code: 'BAD_INPUT', message: expect.stringContaining('pocket') });
    await expect(add({ plugin: '../x' })).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(add({ plugin: 'clip-ebc' })).rejects.toMatchObject({
      code: 'PACK_INVALID',
      message: expect.stringContaining('clip-ebc.json'),
    });
    for (const graph of ['../pack.json', 'missing.onnx']) {
      await writeFile(join(folder, 'other.json'), JSON.stringify({ graph }));
      await expect(add({ plugin: 'other' })).rejects.toMatchObject({ code: 'PACK_INVALID' });
    }
    expect(Object.keys((await readPack(pack)).manifest.heads)).toEqual(['example', 'denseclip']);
  });
});
