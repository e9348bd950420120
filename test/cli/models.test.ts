import { cp, mkdir, mkdtemp, open, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyFolder } from '../fixtures/packs/tiny-encoder.js';
import { runCli as run } from './run-cli.js';

const checkpoint = fileURLToPath(new URL('../fixtures/clip/clip-tiny-b16', import.meta.url));

describe('denseql models', () => {
  let root: string;
  let packs: string;
  let hub: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'denseql-models-'));
    packs = join(root, 'packs');
    hub = join(root, 'hub');
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  const runCli = (args: readonly string[], environment: Record<string, string> = {}) =>
    run(['models', ...args], { DENSEQL_MODELS_DIR: packs, HF_HUB_CACHE: hub, ...environment });

  it('compiles a checkpoint, showing stages, into the folder of packs', async () => {
    const { code, stdout, stderr } = await runCli(['compile', checkpoint, '--name', 'mine', '--inputs-embeds', '--licence', 'CC0-1.0']);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/compiling[^]*golden picture[^]*verifying[^]*calibrating/)]);
    expect(stdout).toMatch(/^mine 0\.\d+\.\d+-[0-9a-f]{12}: \d+\.\d MB in /);
    expect(await readdir(packs)).toEqual(['mine']);
  });

  it('answers a query with the compiled pack', async () => {
    const out = join(root, 'features.npz');
    const picture = fileURLToPath(new URL('../fixtures/packs/tiny/golden.png', import.meta.url));
    const { code, stdout } = await run(['encode', picture, '--pack', 'mine', '--detail', 'LOW', '--out', out, '--json'], {
      DENSEQL_MODELS_DIR: packs,
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ arrays: { global: [48] } });
  });

  it('lists what is there: size, precision, licence, state, and which one is active', async () => {
    const { stdout } = await runCli(['list', '--json'], { DENSEQL_PACK: 'mine' });
    const listed = JSON.parse(stdout) as { name: string }[];
    expect(listed.find((pack) => pack.name === 'mine')).toMatchObject({
      precision: 'fp32',
      licences: [{ licence: 'CC0-1.0', source: 'clip-tiny-b16' }],
      source: null,
      active: true,
      problems: [],
    });
    expect(listed.find((pack) => pack.name === 'pocket')).toMatchObject({ active: false });
  });

  it('lists the catalog: size, memory, context, licence, methods', async () => {
    const { code, stdout } = await runCli(['list', '--catalog']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/laion2b-b16 +laion\/CLIP-ViT-B-16-laion2B-s34B-b88K +598\.5 MB +small +77 +MIT .*CLIP-DINOiser/);
  });

  it("says what one pack gives: outputs, the last block's attentions, texts, constants", async () => {
    const { code, stdout } = await runCli(['info', 'mine']);
    expect(code).toBe(0);
    for (const words of [
      /output +dense: patches, 48 dimensions, joint/,
      /QQ_KK, KK_OMEGA, MIDDLE/,
      /77 tokens/,
      /learned prompts +vectors of 64 numbers/,
      /14 sample pictures/,
    ])
      expect(stdout).toMatch(words);
  });

  it('verifies it, and finds one changed byte in a file', async () => {
    expect(await runCli(['verify', 'mine'])).toMatchObject({ code: 0, stdout: 'mine: files and golden vectors agree\n' });
    const file = await open(join(packs, 'mine', 'image.bin'), 'r+');
    await file.write(Uint8Array.of(77), 0, 1, 12_345);
    await file.close();
    const { code, stdout } = await runCli(['verify', 'mine']);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^mine: .*image\.bin: has SHA-256/)]);
  });

  it('refuses to compile onto a pack, or a folder that is no checkpoint', async () => {
    const taken = await runCli(['compile', checkpoint, '--out', join(packs, 'mine'), '--json']);
    expect([taken.code, JSON.parse(taken.stdout)]).toMatchObject([1, { errors: [{ extensions: { code: 'BAD_INPUT' } }] }]);
    const none = await runCli(['compile', packs, '--name', 'none']);
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('PACK_INVALID')]);
    expect(await readdir(packs)).toEqual(['mine']);
  });

  it('says what prune would free, and frees it only when told to', async () => {
    const blobs = join(hub, 'models--org--clip', 'blobs');
    await mkdir(blobs, { recursive: true });
    const file = join(blobs, 'abc.incomplete');
    await writeFile(file, new Uint8Array(2_000_000));
    await utimes(file, new Date(0), new Date(0));
    const { code, stdout } = await runCli(['prune']);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/incomplete download +org\/clip +2\.0 MB[^]*2\.0 MB would be freed.*--yes/)]);
    expect(await readdir(blobs)).toEqual(['abc.incomplete']);
    expect(JSON.parse((await runCli(['prune', '--yes', '--json'])).stdout)).toMatchObject({ freed: true, bytes: 2_000_000 });
    expect(await readdir(blobs)).toEqual([]);
  });

  it('removes a pack when told to, and not what a link leads to', async () => {
    const elsewhere = join(root, 'elsewhere');
    await cp(tinyFolder, elsewhere, { recursive: true });
    await symlink(elsewhere, join(packs, 'linked'));
    expect((await runCli(['remove', 'mine'])).code).toBe(2);
    expect((await runCli(['remove', 'linked', '--yes'])).code).toBe(2);
    expect((await runCli(['remove', 'nobody', '--yes'])).code).toBe(2);
    expect(await readdir(packs)).toEqual(['linked', 'mine']);
    const { code, stdout } = await runCli(['remove', 'mine', '--yes']);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^mine removed, \d+\.\d MB freed/)]);
    expect(await readdir(packs)).toEqual(['linked']);
    expect(await readdir(elsewhere)).toContain('pack.json');
  });
});
