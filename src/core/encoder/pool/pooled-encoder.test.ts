import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readConfig } from '../../config.js';
import { stopping } from '../../errors.js';
import { loadPack } from '../../packs/load-pack.js';
import type { AssembledEncoder } from '../queue/assemble-encoder.js';
import { createPooledEncoder } from './pooled-encoder.js';
import { operation, plain, silent, tinyEncoder, tinyFolder } from '../../../../test/fixtures/packs/tiny-encoder.js';
import { wholeFeatures } from '../../visual/features.js';

const RED = [220, 20, 20] as const;

const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);

describe('the local encoder', () => {
  let encoder: AssembledEncoder;
  beforeAll(async () => {
    encoder = await tinyEncoder();
    await encoder.ready();
  });
  afterAll(() => encoder.close());

  it('is ready on the device that the golden vectors proved', () => {
    expect(encoder.status()).toMatchObject({ state: 'ready', device: 'cpu', restarts: 0 });
    expect(encoder.pid()).toEqual(expect.any(Number));
  });

  it('gives each output in the shape of the patch grid', async () => {
    const { features, encoderRuns, cacheHit } = await encoder.encodeImage(plain(RED, 168, 112), operation());
    expect([encoderRuns, cacheHit, features.rows, features.columns]).toEqual([1, false, 4, 6]);
    expect(Object.keys(features.outputs).sort()).toEqual(['dense', 'global', 'structure']);
    expect(features.outputs['dense']?.dims).toEqual([24, 16]);
    expect(features.outputs['global']?.dims).toEqual([16]);
    expect(() => wholeFeatures(features, 'tiny').output('taps')).toThrow(expect.objectContaining({ code: 'PLUGIN_UNAVAILABLE' }));
  });

  it('puts a colour word next to patches of the colour, also inside a sentence', async () => {
    const { features } = await encoder.encodeImage(plain(RED), operation());
    const vectors = await encoder.encodeTexts(['red', 'a photo of a red bus', 'blue'], operation());
    const [red = 0, sentence = 0, blue = 0] = vectors.map(({ vector }) => dot(vector, features.outputs['dense']!.data.subarray(0, 16)));
    expect(red).toBeGreaterThan(0.9);
    expect(sentence).toBeGreaterThan(0.7);
    expect(blue).toBeLessThan(0.2);
  });

  it('answers an equal picture from the cache and shares a pass in flight, and says so', async () => {
    const picture = plain([1, 2, 3]);
    const [one, two] = [operation(), operation()];
    const both = await Promise.all([encoder.encodeImage(picture, one), encoder.encodeImage(picture, two)]);
    expect(both.map((answer) => answer.encoderRuns).sort()).toEqual([0, 1]);
    const later = operation({ maxPasses: 0 });
    expect(await encoder.encodeImage(picture, later)).toMatchObject({ encoderRuns: 0, cacheHit: true });
    expect([one.tally.encoderRuns + two.tally.encoderRuns, later.tally.encoderRuns, later.tally.cacheHits]).toEqual([1, 0, 1]);
  });

  it('counts passes and texts before they are queued', async () => {
    await expect(encoder.encodeImage(plain([9, 9, 9]), operation({ maxPasses: 0 }))).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
    await expect(encoder.encodeTexts(['x1', 'x2', 'x3'], operation({ maxTexts: 2 }))).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
  });

  it('runs the new texts of one tick in one batch and knows them afterwards', async () => {
    const before = encoder.status().textPasses;
    const [one, two] = [operation(), operation()];
    const [first, second] = await Promise.all([
      encoder.encodeTexts(['grass', 'sky', 'grass'], one),
      encoder.encodeTexts(['sky', 'snow'], two),
    ]);
    expect(first?.[0]).toBe(first?.[2]);
    expect(first?.[1]).toEqual(second?.[0]);
    await encoder.encodeTexts(['grass', 'snow'], operation({ maxTexts: 0 }));
    expect(encoder.status().textPasses).toBe(before + 1);
    expect(one.tally.textRuns + two.tally.textRuns).toBe(1);
  });

  it('splits many texts into batches and cuts a long one', async () => {
    const before = encoder.status().textPasses;
    const texts = Array.from({ length: 130 }, (_, index) => `red ${'of '.repeat(index)}`);
    const vectors = await encoder.encodeTexts(texts, operation());
    expect(vectors).toHaveLength(130);
    expect(vectors.at(-1)?.vector[0]).toBeGreaterThan(0.9);
    expect(encoder.status().textPasses).toBe(before + 3);
  });

  it('says of each text of a batch how many tokens it has and how many were read, also from the cache', async () => {
    // Words of the pack's tokenizer are tokens each, beside a start and an end; its tower reads 16.
    const words = [1, 14, 15, 40];
    const texts = words.map((count) => 'green '.repeat(count));
    const before = encoder.status().textPasses;
    const encoded = await encoder.encodeTexts(texts, operation());
    expect(encoder.status().textPasses).toBe(before + 1);
    expect(encoded.map(({ tokens }) => tokens)).toEqual(words.map((count) => count + 2));
    expect(encoded.map(({ read }) => read)).toEqual([3, 16, 16, 16]);
    expect(await encoder.encodeTexts(texts, operation({ maxTexts: 0 }))).toEqual(encoded);
  });

  it('refuses sizes that the graph would crop', async () => {
    await expect(encoder.encodeImage(plain(RED, 100, 56), operation())).rejects.toMatchObject({
      code: 'BAD_INPUT',
      details: { field: 'width' },
    });
    await expect(encoder.encodeImage(plain(RED, 56, 1848), operation())).rejects.toMatchObject({
      code: 'BAD_INPUT',
      details: { field: 'height' },
    });
  });

  it('refuses pixels of another size than announced, and only those', async () => {
    const short = { ...plain([4, 5, 6]), pixels: () => Promise.resolve(new Uint8Array(7)) };
    const good = encoder.encodeImage(plain([6, 5, 4]), operation());
    await expect(encoder.encodeImage(short, operation())).rejects.toMatchObject({ code: 'BAD_IMAGE' });
    expect((await good).encoderRuns).toBe(1);
  });

  it('says which graph cannot be run, and goes on', async () => {
    const graph = 'missing.onnx';
    await expect(encoder.runGraph({ graph, feeds: {}, outputs: ['x'] }, operation())).rejects.toMatchObject({
      code: 'PLUGIN_FAILED',
      message: expect.stringContaining('missing.onnx') as string,
    });
    expect(encoder.status().state).toBe('ready');
  });
});

describe('a local encoder in trouble', () => {
  it('kills and replaces a process that hangs, and still answers', async () => {
    const encoder = await tinyEncoder({}, 2000);
    try {
      await encoder.ready();
      const pid = encoder.pid();
      process.kill(pid ?? 0, 'SIGSTOP');
      const { features } = await encoder.encodeImage(plain(RED), operation());
      expect(features.rows).toBe(2);
      expect(encoder.status()).toMatchObject({ restarts: 1 });
      expect(encoder.pid()).not.toBe(pid);
    } finally {
      await encoder.close();
    }
  });

  it('falls down the ladder to the CPU and keeps the reasons', async () => {
    const encoder = await tinyEncoder({ DENSEQL_DEVICE: 'auto' });
    try {
      await encoder.ready();
      const { device, deviceNotes } = encoder.status();
      if (device === 'cpu') expect(deviceNotes.map((note) => note.split(':')[0])).toEqual(expect.arrayContaining(['cuda', 'webgpu']));
      else expect(['cuda', 'webgpu', 'coreml', 'dml']).toContain(device);
    } finally {
      await encoder.close();
    }
  });

  it('fails with the way out when a device asked for by name is not there', async () => {
    const absent = process.platform === 'darwin' ? 'dml' : 'coreml';
    const encoder = await tinyEncoder({ DENSEQL_DEVICE: absent });
    try {
      await expect(encoder.ready()).rejects.toMatchObject({
        code: 'ENCODER_UNAVAILABLE',
        message: expect.stringContaining(`DENSEQL_DEVICE=${absent}`) as string,
      });
      expect(encoder.status()).toMatchObject({ state: 'failed', device: null });
      expect(encoder.pid()).toBeNull();
      await expect(encoder.encodeImage(plain(RED), operation())).rejects.toMatchObject({ code: 'ENCODER_UNAVAILABLE' });
    } finally {
      await encoder.close();
    }
  });

  it('refuses a device whose numbers are wrong, and a pack whose files changed', async () => {
    const root = await mkdtemp(join(tmpdir(), 'encoder-'));
    const folder = join(root, 'tiny');
    await cp(tinyFolder, folder, { recursive: true });
    const { manifest } = await loadPack(folder);
    const golden = JSON.parse(await readFile(join(folder, 'golden.json'), 'utf8')) as {
      image: { expected: { global: { sample: { values: number[] }[] } } };
    };
    golden.image.expected.global.sample[0]?.values.reverse();
    await writeFile(join(folder, 'golden.json'), JSON.stringify(golden));
    const config = readConfig({ DENSEQL_DEVICE: 'cpu' });
    const changed = createPooledEncoder({ pack: { folder, manifest }, pinned: true, config, log: silent });
    await expect(changed.ready()).rejects.toMatchObject({
      code: 'PACK_INVALID',
      message: expect.stringContaining('golden.json') as string,
    });
    // Its hash is put right, so that only the numbers are wrong.
    const bytes = await readFile(join(folder, 'golden.json'));
    const listed = { path: 'golden.json', bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
    const trusting = { ...manifest, files: manifest.files.map((file) => (file.path === 'golden.json' ? listed : file)) };
    await writeFile(join(folder, 'pack.json'), JSON.stringify(trusting));
    const wrong = createPooledEncoder({ pack: { folder, manifest: trusting }, pinned: true, config, log: silent });
    await expect(wrong.ready()).rejects.toMatchObject({ message: expect.stringContaining('wrong numbers: global') as string });
    await Promise.all([changed.close(), wrong.close()]);
    await rm(root, { recursive: true });
  });

  it('does not wait, when it is closed, for a pass that nobody waits for any more', async () => {
    const encoder = await tinyEncoder({}, 600_000);
    await encoder.ready();
    process.kill(encoder.pid() ?? 0, 'SIGSTOP');
    const client = new AbortController();
    const left = expect(encoder.encodeImage(plain(RED), operation({ signal: client.signal }))).rejects.toMatchObject({ code: 'STOPPING' });
    await vi.waitFor(() => expect([encoder.busy(), encoder.status().queued]).toEqual([true, 0]));
    client.abort(stopping('enough'));
    await left;
    await encoder.close();
    expect(encoder.pid()).toBeNull();
  });

  it('ends its process when it is closed, also in the middle of a start', async () => {
    const encoder = await tinyEncoder();
    const ready = expect(encoder.ready()).rejects.toMatchObject({ code: 'ENCODER_UNAVAILABLE' });
    await encoder.close();
    await ready;
    expect(encoder.status()).toMatchObject({ state: 'stopped' });
    expect(encoder.pid()).toBeNull();
  });
});
