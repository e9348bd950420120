import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadPack, projectModels } from '../load-pack.js';
import { findRemovable, removePack } from './remove-pack.js';

const tiny = fileURLToPath(new URL('../../../../test/fixtures/packs/tiny', import.meta.url));

let root: string;
let modelsDir: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'remove-'));
  modelsDir = join(root, 'packs');
  await mkdir(modelsDir);
  await cp(tiny, join(modelsDir, 'tiny'), { recursive: true });
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function changeManifest(change: (manifest: Record<string, unknown>) => void): Promise<void> {
  const file = join(modelsDir, 'tiny', 'pack.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  change(manifest);
  await writeFile(file, JSON.stringify(manifest));
}

describe('removing a pack', () => {
  it('deletes its folder and nothing else, by name or by repository, damaged or not', async () => {
    await changeManifest((manifest) => (manifest['source'] = { repository: 'org/Clip', commit: 'a'.repeat(40) }));
    expect((await findRemovable('org/clip', modelsDir)).folder).toBe(join(modelsDir, 'tiny'));
    await writeFile(join(modelsDir, 'tiny', 'pack.json'), 'damaged');
    await writeFile(join(modelsDir, 'other.txt'), 'stays');
    const pack = await findRemovable('tiny', modelsDir);
    expect(pack.bytes).toBeGreaterThan(1000);
    await removePack(pack);
    expect(await readdir(modelsDir)).toEqual(['other.txt']);
  });

  it('does not follow links: neither the pack itself nor what lies in it', async () => {
    const precious = join(root, 'precious');
    await cp(tiny, precious, { recursive: true });
    await symlink(precious, join(modelsDir, 'linked'));
    await expect(findRemovable('linked', modelsDir)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining('link') as string,
    });
    await symlink(precious, join(modelsDir, 'tiny', 'inside'));
    await removePack(await findRemovable('tiny', modelsDir));
    expect(await readdir(precious)).toContain('pack.json');
  });

  it("refuses the project's own packs, also where MODELS_DIR is the project's models/", async () => {
    for (const folder of [modelsDir, projectModels()])
      await expect(findRemovable('pocket', folder)).rejects.toMatchObject({
        code: 'BAD_INPUT',
        message: expect.stringContaining('DenseQL itself') as string,
      });
  });

  it('refuses paths, folders that are no packs, and names that nothing has', async () => {
    await mkdir(join(modelsDir, 'photos'));
    await expect(findRemovable('photos', modelsDir)).rejects.toMatchObject({ message: expect.stringContaining('no pack.json') as string });
    for (const path of ['..', '../packs/tiny', join(modelsDir, 'tiny'), '.', ''])
      await expect(findRemovable(path, modelsDir), path).rejects.toMatchObject({ message: expect.any(String) as string });
    await expect(findRemovable('nobody', modelsDir)).rejects.toMatchObject({ code: 'PACK_INVALID' });
    expect(await readdir(join(modelsDir, 'tiny'))).toContain('pack.json');
  });
});

describe('loadPack by repository', () => {
  it('finds the pack that was pulled from it', async () => {
    await changeManifest((manifest) => (manifest['source'] = { repository: 'org/Clip', commit: 'a'.repeat(40) }));
    expect((await loadPack('org/clip', modelsDir)).manifest.name).toBe('tiny');
  });

  it('finds a pack of the same weights from another repository that the catalog knows', async () => {
    const source = { repository: 'timm/vit_base_patch16_clip_224.openai', commit: 'a'.repeat(40) };
    await changeManifest((manifest) => (manifest['source'] = source));
    expect((await loadPack('openai/clip-vit-base-patch16', modelsDir)).manifest.source).toEqual(source);
    await expect(loadPack('openai/clip-vit-large-patch14', modelsDir)).rejects.toMatchObject({ code: 'PACK_INVALID' });
  });

  it('says how to pull it when it is not there, and names several', async () => {
    await expect(loadPack('org/clip', modelsDir)).rejects.toMatchObject({
      code: 'PACK_INVALID',
      message: expect.stringContaining('denseql models pull org/clip') as string,
    });
    await changeManifest((manifest) => (manifest['source'] = { repository: 'org/clip', commit: 'a'.repeat(40) }));
    await cp(join(modelsDir, 'tiny'), join(modelsDir, 'tiny-int8'), { recursive: true });
    await expect(loadPack('org/clip', modelsDir)).rejects.toMatchObject({ message: expect.stringMatching(/tiny.*tiny-int8/) as string });
  });
});
