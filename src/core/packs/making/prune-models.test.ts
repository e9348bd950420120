import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, realpath, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeCompilingFolder } from './compiling-folder.js';
import { findPrunable, prune } from './prune-models.js';

const tiny = fileURLToPath(new URL('../../../../test/fixtures/packs/tiny', import.meta.url));
const COMMIT = 'a'.repeat(40);
const NEWER = 'b'.repeat(40);
const LONG_AGO = new Date(Date.now() - 3_600_000);

let root: string;
let modelsDir: string;
let hubCache: string;
let repository: string;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'prune-')));
  modelsDir = join(root, 'packs');
  hubCache = join(root, 'hub');
  repository = join(hubCache, 'models--org--clip');
  await mkdir(modelsDir, { recursive: true });
});
afterEach(() => rm(root, { recursive: true, force: true }));

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

async function blob(name: string, bytes: number): Promise<string> {
  const file = join(repository, 'blobs', name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, new Uint8Array(bytes));
  return file;
}

async function snapshot(commit: string, files: Record<string, string>): Promise<void> {
  const folder = join(repository, 'snapshots', commit);
  await mkdir(folder, { recursive: true });
  for (const [name, target] of Object.entries(files)) await symlink(join('..', '..', 'blobs', target), join(folder, name));
}

async function ref(name: string, commit: string): Promise<void> {
  const file = join(repository, 'refs', name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, commit);
}

/** The tiny pack as if it had been pulled. */
async function pulledPack(commit = COMMIT): Promise<string> {
  const folder = join(modelsDir, 'tiny');
  await cp(tiny, folder, { recursive: true });
  const manifest = JSON.parse(await readFile(join(folder, 'pack.json'), 'utf8')) as object;
  await writeFile(join(folder, 'pack.json'), JSON.stringify({ ...manifest, source: { repository: 'org/clip', commit } }));
  return folder;
}

const find = () => findPrunable({ modelsDir, hubCache });
const deadProcess = (): number => spawnSync(process.execPath, ['-e', '']).pid;

describe('findPrunable', () => {
  it('finds nothing where nothing is', async () => {
    expect(await find()).toEqual([]);
    await prune([]);
  });

  it('finds downloads that were given up, and leaves those that are under way', async () => {
    const file = await blob('abc.incomplete', 1000);
    expect(await find()).toMatchObject([
      { kind: 'incomplete download', what: 'org/clip', bytes: 1000, kept: 'was written to a moment ago' },
    ]);
    await utimes(file, LONG_AGO, LONG_AGO);
    const lock = join(hubCache, '.locks', 'models--org--clip', 'denseql.lock');
    await mkdir(dirname(lock), { recursive: true });
    await writeFile(lock, JSON.stringify({ id: 'x', pid: process.pid, host: hostname() }));
    expect(await find()).toMatchObject([{ kept: 'is being pulled' }]);
    await prune(await find());
    expect(await exists(file)).toBe(true);
    await writeFile(lock, JSON.stringify({ id: 'x', pid: deadProcess(), host: hostname() }));
    const items = await find();
    expect(items).toMatchObject([{ kept: null, paths: [file] }]);
    await prune(items);
    expect(await exists(file)).toBe(false);
  });

  it('finds what a compile that died left behind, and leaves one that runs', async () => {
    const running = await makeCompilingFolder(join(modelsDir, 'mine'));
    const dead = join(modelsDir, `.other.compiling-${deadProcess()}-0123abcd`);
    await mkdir(dead);
    await writeFile(join(dead, 'weights.bin'), new Uint8Array(500));
    const items = await find();
    expect(items).toHaveLength(2);
    expect(items.find((item) => item.what === 'other')).toMatchObject({ kind: 'broken compile', bytes: 500, kept: null });
    expect(items.find((item) => item.what === 'mine')?.kept).toContain('at work');
    await prune(items);
    expect([await exists(running), await exists(dead)]).toEqual([true, false]);
  });

  it('frees a compiled checkpoint with its refs, but no blob that another snapshot shows', async () => {
    await pulledPack();
    const weights = await blob('w1', 4000);
    const shared = await blob('shared', 30);
    await blob('w2', 5000);
    await snapshot(COMMIT, { 'model.safetensors': 'w1', 'config.json': 'shared' });
    await snapshot(NEWER, { 'model.safetensors': 'w2', 'config.json': 'shared' });
    await ref('main', NEWER);
    await ref('refs/pr/1', COMMIT);
    const items = await find();
    expect(items).toMatchObject([{ kind: 'compiled checkpoint', what: 'org/clip (pack tiny)', bytes: 4000 + 40, kept: null }]);
    expect(await exists(weights)).toBe(true);
    await prune(items);
    expect([await exists(weights), await exists(shared)]).toEqual([false, true]);
    expect(await exists(join(repository, 'snapshots', COMMIT))).toBe(false);
    expect(await exists(join(repository, 'snapshots', NEWER, 'model.safetensors'))).toBe(true);
    expect([await exists(join(repository, 'refs', 'main')), await exists(join(repository, 'refs', 'refs/pr/1'))]).toEqual([true, false]);
  });

  it('drops the whole repository with its last snapshot', async () => {
    await pulledPack();
    await blob('w1', 10);
    await snapshot(COMMIT, { 'model.safetensors': 'w1' });
    await ref('main', COMMIT);
    await prune(await find());
    expect(await exists(repository)).toBe(false);
  });

  it('keeps checkpoints whose pack is damaged, missing or of another commit', async () => {
    await blob('w1', 10);
    await snapshot(COMMIT, { 'model.safetensors': 'w1' });
    expect(await find()).toEqual([]);
    const folder = await pulledPack(NEWER);
    expect(await find()).toEqual([]);
    await rm(folder, { recursive: true });
    await rm(join(await pulledPack(), 'image.onnx'));
    expect(await find()).toEqual([]);
  });

  it('never touches what a link leads to outside of the cache', async () => {
    await pulledPack();
    const precious = join(root, 'precious.bin');
    await writeFile(precious, 'mine');
    await blob('w1', 10);
    await snapshot(COMMIT, { 'model.safetensors': 'w1' });
    await symlink(precious, join(repository, 'snapshots', COMMIT, 'config.json'));
    const items = await find();
    expect(items.flatMap((item) => item.paths)).not.toContain(precious);
    await prune(items);
    expect(await readFile(precious, 'utf8')).toBe('mine');
  });
});
