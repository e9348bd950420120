import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/core/config.js';
import type { LocalEncoder } from '../../src/core/encoder/pool/pooled-encoder.js';
import { compilePack } from '../../src/core/packs/making/compile-pack.js';
import type { PackManifest } from '../../src/core/packs/manifest.js';
import { copyTiny } from '../fixtures/packs/copy-tiny.js';
import { asData, painted } from '../http/pictures.js';
import { startTiny, type TinyServer } from '../http/tiny-server.js';
import { TINY } from '../onnx/checkpoint-files.js';

/** Width of a vector, which tells whose weights made it: the tiny pack's, or the compiled checkpoint's. */
const [OLD, NEW] = [16, 48];
const NAMES = [
  'fresh',
  'loaded',
  'unloaded',
  'overwritten',
  'damaged',
  'half',
  'half-fresh',
  'unproven',
  'twice',
  'same-word',
  'back',
  'other-name',
];

let root: string;
let models: string;
let server: TinyServer;
let compiled: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'denseql-replaced-'));
  models = join(root, 'models');
  for (const name of NAMES) await copyTiny(models, name, { revision: 'old' });
  const active = await copyTiny(models, 'active', { revision: 'old' });
  compiled = join(root, 'compiled');
  const config = readConfig({ DENSEQL_DEVICE: 'cpu', DENSEQL_MODELS_DIR: models });
  const licences = [{ part: 'checkpoint', licence: 'none', source: 'random numbers' }];
  await compilePack({ checkpoint: TINY, out: compiled, name: 'new', licences, calibrate: false, config });
  server = await startTiny({ PACK: active, MODELS_DIR: models, ENCODER_IDLE_MS: 60_000, DEADLINE_MS: 20_000 });
});
afterAll(async () => {
  await server.close();
  await rm(root, { recursive: true });
});

let shade = 0;
/** A picture that no store knows. */
const fresh = async () => asData(await painted(112, 112, `#${(++shade).toString(16).padStart(6, '0')}`, []));

interface Told {
  readonly revision: string;
  readonly width: number;
}
/** What is answered, or the code of the refusal. */
async function ask(encoder: string | null): Promise<Told | string> {
  const { body } = await server.query(
    `query ($source: ImageSource!, $encoder: String) { image(source: $source, encoder: $encoder) {
      embedding segmentation(labels: ["red"]) { meta { packRevision } } } }`,
    { source: await fresh(), encoder },
  );
  if (body.errors) return body.errors.map((error: { extensions: { code: string } }) => error.extensions.code).join();
  return { revision: body.data.image.segmentation.meta.packRevision, width: body.data.image.embedding.length };
}
const told = (revision: 'old' | 'new'): Told => ({ revision, width: revision === 'old' ? OLD : NEW });
async function entry(name: string) {
  const { body } = await server.query('{ encoders { name revision state problem } }');
  return body.data.encoders.find((encoder: { name: string }) => encoder.name === name);
}

/** The compiled pack under a name, beside its place. */
async function prepare(name: string, change: (manifest: PackManifest) => object = () => ({})): Promise<string> {
  const folder = join(root, `next-${name}-${shade++}`);
  await cp(compiled, folder, { recursive: true });
  const file = join(folder, 'pack.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as PackManifest;
  await writeFile(file, JSON.stringify({ ...manifest, name, revision: 'new', ...change(manifest) }));
  return folder;
}
async function renameInto(name: string, folder: string): Promise<void> {
  await rename(join(models, name), join(root, `old-${name}-${shade++}`));
  await rename(folder, join(models, name));
}

describe('a folder that is renamed into the place of a pack', () => {
  it('answers at once where nothing of the old one was ever loaded', async () => {
    await renameInto('fresh', await prepare('fresh'));
    expect(await ask('fresh')).toEqual(told('new'));
    expect(await entry('fresh')).toMatchObject({ revision: 'new', state: 'loaded', problem: null });
  });

  it.each(['loaded', 'active'])('takes over %s whole, while the old one answers', async (name) => {
    const asked = name === 'active' ? null : name;
    expect(await ask(asked)).toEqual(told('old'));
    await renameInto(name, await prepare(name));
    const answers: (Told | string)[] = [];
    await expect
      .poll(
        async () => {
          const three = await Promise.all([ask(asked), ask(asked), ask(asked)]);
          answers.push(...three);
          return three.at(-1);
        },
        { timeout: 30_000 },
      )
      .toEqual(told('new'));
    expect(answers.filter((answer) => typeof answer === 'string')).toEqual([]);
    for (const answer of answers) expect([told('old'), told('new')]).toContainEqual(answer);
    expect(await ask(asked)).toEqual(told('new'));
    expect(await entry(name)).toMatchObject({ revision: 'new', state: 'loaded', problem: null });
  });

  it('answers after the old one was unloaded', async () => {
    expect(await ask('unloaded')).toEqual(told('old'));
    await (server.app.platform.encoders.find('unloaded') as LocalEncoder).unload();
    expect(await entry('unloaded')).toMatchObject({ state: 'idle' });
    await renameInto('unloaded', await prepare('unloaded'));
    expect(await ask('unloaded')).toEqual(told('new'));
  });

  it('is noticed again and again', async () => {
    await renameInto('twice', await prepare('twice'));
    expect(await ask('twice')).toEqual(told('new'));
    await renameInto('twice', await copyTiny(root, 'twice', { revision: 'old' }));
    await expect.poll(() => ask('twice'), { timeout: 30_000 }).toEqual(told('old'));
  });

  it.each([
    ['is half copied', 'half', async (folder: string) => rm(join(folder, 'text.onnx'))],
    [
      'does not prove its golden vectors',
      'unproven',
      async (folder: string) => {
        const file = join(folder, 'golden.json');
        const golden = (await readFile(file, 'utf8')).replace(/"cosine":\s*[\d.]+/, '"cosine": 1.5');
        await writeFile(file, golden);
        const { createHash } = await import('node:crypto');
        const manifest = JSON.parse(await readFile(join(folder, 'pack.json'), 'utf8')) as PackManifest;
        const files = manifest.files.map((listed) =>
          listed.path === 'golden.json'
            ? { ...listed, bytes: Buffer.byteLength(golden), sha256: createHash('sha256').update(golden).digest('hex') }
            : listed,
        );
        await writeFile(join(folder, 'pack.json'), JSON.stringify({ ...manifest, files }));
      },
    ],
  ])('and %s is refused, and the old one stays', async (_, name, spoil) => {
    expect(await ask(name)).toEqual(told('old'));
    const folder = await prepare(name);
    await spoil(folder);
    await renameInto(name, folder);
    await expect
      .poll(
        async () => {
          expect(await ask(name)).toEqual(told('old'));
          return (await entry(name)).problem;
        },
        { timeout: 30_000 },
      )
      .toMatch(/^Revision new was put in its place and is refused; old stays while it is in memory\./);
    expect(await entry(name)).toMatchObject({ revision: 'old', state: 'loaded' });
    expect(await ask(name)).toEqual(told('old'));
    await renameInto(name, await prepare(name));
    await expect.poll(() => ask(name), { timeout: 30_000 }).toEqual(told('new'));
  });
});

describe('a revision that is called as the one before', () => {
  it('gets features, texts and ids of its own', async () => {
    const query = `query ($source: ImageSource!) { image(source: $source, encoder: "same-word") {
      id embedding segmentation(labels: ["red"]) { id segments { score } meta { packRevision } } } }`;
    const source = await fresh();
    const look = async () => (await server.query(query, { source })).body.data.image;
    const before = await look();
    expect(before.embedding).toHaveLength(OLD);
    await renameInto('same-word', await prepare('same-word', () => ({ revision: 'old' })));
    await expect.poll(async () => (await look()).embedding.length, { timeout: 30_000 }).toBe(NEW);
    const after = await look();
    expect(after.segmentation.meta.packRevision).toBe('old');
    expect(after.id).not.toBe(before.id);
    expect(after.segmentation.id).not.toBe(before.segmentation.id);
  });

  it('is told from another by its calibration alone, whose files are the same', async () => {
    const query = `query ($source: ImageSource!) { image(source: $source, encoder: "same-word") { id segmentation(labels: ["red"]) { id segments { score } } } }`;
    const source = await fresh();
    const look = async () => (await server.query(query, { source })).body.data.image;
    const before = await look();
    const calibration = { presence: { midpoint: -1, slope: 50 }, background: [], pixelThreshold: 0.1 };
    await renameInto('same-word', await prepare('same-word', () => ({ revision: 'old', calibration })));
    await expect.poll(async () => (await look()).segmentation.id, { timeout: 30_000 }).not.toBe(before.segmentation.id);
    expect((await look()).segmentation.segments[0].score).not.toBeCloseTo(before.segmentation.segments[0].score, 3);
  });
});

describe('a pack that is put back while the other is loading', () => {
  it('goes on, also where the files of both are the same', async () => {
    const place = join(models, 'back');
    const [kept, other] = [join(root, 'kept-back'), await copyTiny(root, 'back', { revision: 'other' })];
    expect(await ask('back')).toEqual(told('old'));
    await rename(place, kept);
    await rename(other, place);
    expect(await ask('back')).toEqual(told('old'));
    await rename(place, other);
    await rename(kept, place);
    await expect.poll(() => entry('back'), { timeout: 30_000 }).toMatchObject({ revision: 'old', state: 'loaded', problem: null });
    for (let asked = 0; asked < 5; asked += 1) expect(await ask('back')).toEqual(told('old'));
    await rename(place, kept);
    await rename(other, place);
    await expect.poll(async () => ((await ask('back')) as Told).revision, { timeout: 30_000 }).toBe('other');
  });
});

describe('anything else on disk', () => {
  it('shows in encoders and in readiness without a query, until the files are put back', async () => {
    const folder = join(models, 'active');
    const ready = async () => (await fetch(`${server.url}health/ready`)).status;
    const kept = await readFile(join(folder, 'text.onnx'));
    expect(await ready()).toBe(200);
    await writeFile(join(folder, 'text.onnx'), 'nothing');
    expect(await ready()).toBe(503);
    expect(await entry('active')).toMatchObject({ state: 'failed', problem: expect.stringMatching(/^active\/text\.onnx: was changed/) });
    await writeFile(join(folder, 'text.onnx'), kept);
    expect(await ready()).toBe(200);
    expect(await entry('active')).toMatchObject({ state: 'loaded', problem: null });
  });

  it('is refused where the pack has another name, saying which', async () => {
    expect(await ask('other-name')).toEqual(told('old'));
    await renameInto('other-name', await prepare('other-name', () => ({ name: 'zz' })));
    expect(await ask('other-name')).toBe('PACK_INVALID');
    expect((await entry('other-name')).problem).toMatch(/it names the pack zz.*pack of the name other-name in place/);
  });

  it('is refused where files are overwritten in place, until they are put back', async () => {
    expect(await ask('overwritten')).toEqual(told('old'));
    const folder = join(models, 'overwritten');
    const kept = join(root, 'kept');
    await cp(folder, kept, { recursive: true });
    await cp(await prepare('overwritten'), folder, { recursive: true });
    expect(await ask('overwritten')).toBe('PACK_INVALID');
    expect(await ask('overwritten')).toBe('PACK_INVALID');
    for (const file of ['pack.json', 'image.onnx', 'text.onnx', 'tokenizer.json', 'golden.json', 'golden.png', 'head.onnx'])
      await cp(join(kept, file), join(folder, file)).catch(() => undefined);
    expect(await ask('overwritten')).toEqual(told('old'));
  });

  it('is refused where one file is damaged in place, naming it and the way out', async () => {
    expect(await ask('damaged')).toEqual(told('old'));
    await writeFile(join(models, 'damaged', 'image.onnx'), 'nothing');
    const { body } = await server.query('query ($source: ImageSource!) { image(source: $source, encoder: "damaged") { embedding } }', {
      source: await fresh(),
    });
    expect(body.errors[0]).toMatchObject({
      extensions: { code: 'PACK_INVALID', pack: 'damaged', file: 'image.onnx' },
      message: expect.stringMatching(/^damaged\/image\.onnx: was changed while the server runs.*in place by renaming its folder/),
    });
  });

  it('is refused where a half copied pack was never loaded', async () => {
    const folder = await prepare('half-fresh');
    await rm(join(folder, 'text.onnx'));
    await renameInto('half-fresh', folder);
    expect(await ask('half-fresh')).toMatch(/^PACK_INVALID/);
  });
});
