import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../config.js';
import type { Clock } from '../../clock.js';
import type { Encoder } from '../contract/encoder.js';
import type { EncoderPool } from './pool.js';
import { createEncoderPool } from './create-encoder-pool.js';
import type { AssembledEncoder } from '../queue/assemble-encoder.js';
import { TURN_MS } from './encoder-memory.js';
import { copyTiny } from '../../../../test/fixtures/packs/copy-tiny.js';
import { fakeClock } from '../../../../test/fixtures/fake-clock.js';
import { operation, plain, silent, tinyFolder } from '../../../../test/fixtures/packs/tiny-encoder.js';

const RED = [220, 20, 20] as const;
const MB = 1024 * 1024;

let models: string;
beforeAll(async () => {
  models = await mkdtemp(join(tmpdir(), 'denseql-pool-'));
  for (const name of ['one', 'two']) await copyTiny(models, name);
  for (const name of ['broken', 'mended']) await rm(join(await copyTiny(models, name), 'text.onnx'));
  await writeFile(join(await copyTiny(models, 'spoiled'), 'head.onnx'), Buffer.alloc(157));
  await mkdir(join(models, 'unreadable'));
  await writeFile(join(models, 'unreadable', 'pack.json'), '{ "format": 7 }');
});
afterAll(() => rm(models, { recursive: true }));

let pool: EncoderPool;
/** The tiny pack active, the copies beside it. */
async function start(environment: Record<string, string> = {}, clock?: Clock): Promise<EncoderPool> {
  const settings = { DENSEQL_DEVICE: 'cpu', DENSEQL_THREADS: '1', DENSEQL_PACK: tinyFolder, DENSEQL_MODELS_DIR: models, ...environment };
  pool = await createEncoderPool({ config: readConfig(settings), log: silent, clock });
  await pool.active.ready();
  return pool;
}

const entry = (name: string) => pool.list().find(({ encoder }) => encoder.manifest.name === name);
const state = (name: string) => entry(name)?.state;
const pass = async (encoder: Encoder, color: readonly [number, number, number] = RED) =>
  (await encoder.encodeImage(plain(color), operation())).encoderRuns;

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Of the active pack's process. */
let processBytes = 0;

/** A limit at which exactly one of the copies fits beside the active pack. */
const roomForOne = (): string => String(Math.round(1.5 * processBytes) + 150 * MB);

describe('a pool of encoders', () => {
  beforeAll(async () => {
    await start();
    // Processes differ little: this one's size tells how much room one needs.
    processBytes = pool.active.status().memoryBytes;
  });
  afterAll(() => pool.close());

  it('knows every pack, starts the active one only, and another at its first use, once', async () => {
    expect(pool.list()[0]).toMatchObject({ encoder: pool.active, state: 'loaded' });
    expect(['one', 'two'].map(state)).toEqual(['idle', 'idle']);
    const before = pool.memory().bytes;
    const one = pool.find('one');
    const runs = Promise.all([pass(one), pass(one, [1, 2, 3]), one.ready()]);
    expect(state('one')).toBe('loading');
    expect(await runs).toEqual([1, 1, undefined]);
    expect([state('one'), state('two'), one.status().restarts]).toEqual(['loaded', 'idle', 0]);
    expect(entry('one')?.memoryBytes).toBeGreaterThan(30 * MB);
    expect(pool.memory().bytes).toBeGreaterThan(before);
  });

  it('names the encoders there are to whoever asks for another', () => {
    expect(() => pool.find('nothing')).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT', message: expect.stringMatching(/"tiny".*"one".*"two"/) as string }),
    );
  });

  it('gives the same numbers as the pack alone, and keeps those of two packs apart', async () => {
    const [own, other] = await Promise.all(
      [pool.active, pool.find('one')].map(async (encoder) => (await encoder.encodeImage(plain(RED), operation())).features),
    );
    expect(other?.outputs['dense']?.data).toEqual(own?.outputs['dense']?.data);
    expect(other?.key).not.toBe(own?.key);
    expect([pool.active.status().imagePasses, pool.find('one').status().imagePasses]).toEqual([1, 2]);
  });

  it('lists a broken pack with what is wrong, and refuses its use with PACK_INVALID, while others answer', async () => {
    expect(entry('broken')).toMatchObject({ state: 'failed', problem: expect.stringContaining('text.onnx is missing') as string });
    expect(pool.broken).toMatchObject([{ name: 'unreadable', problem: expect.stringContaining('format') as string }]);
    expect(() => pool.find('unreadable')).toThrow(expect.objectContaining({ code: 'PACK_INVALID' }));
    const uses = await Promise.allSettled([pass(pool.find('broken')), pass(pool.find('spoiled')), pass(pool.active, [8, 8, 8])]);
    expect(uses).toMatchObject([{ reason: { code: 'PACK_INVALID' } }, { reason: { code: 'PACK_INVALID' } }, { value: 1 }]);
    expect(entry('spoiled')).toMatchObject({ state: 'failed', problem: expect.stringContaining('SHA-256') as string });
  });

  it('tries a failed pack again at its next use', async () => {
    await expect(pass(pool.find('mended'))).rejects.toMatchObject({ code: 'PACK_INVALID' });
    await copyTiny(models, 'mended');
    expect(await pass(pool.find('mended'))).toBe(1);
    expect(entry('mended')).toMatchObject({ state: 'loaded', problem: null });
  });
});

describe('what is kept of an encoder', () => {
  afterEach(() => pool.close());

  it('are its features when it is unloaded after its time without work, which the active one never is', async () => {
    const clock = fakeClock();
    await start({ DENSEQL_ENCODER_IDLE_MS: '5000' }, clock);
    const one = pool.find('one');
    await pass(one);
    const pid = (one as AssembledEncoder).pid();
    clock.pass(4999);
    expect(state('one')).toBe('loaded');
    clock.pass(1);
    await expect.poll(() => alive(pid ?? 0)).toBe(false);
    expect([state('one'), state('tiny')]).toEqual(['idle', 'loaded']);
    expect(await one.encodeImage(plain(RED), operation({ maxPasses: 0 }))).toMatchObject({ cacheHit: true });
    expect(state('one')).toBe('idle');
    expect(await pass(one, [3, 3, 3])).toBe(1);
    expect(one.status()).toMatchObject({ imagePasses: 2, restarts: 0 });
  });

  it('is bounded for all encoders together', async () => {
    await start({ DENSEQL_CACHE_BYTES: '2500' });
    // 8 patches of 16 numbers, twice, and 16 numbers: 1088 bytes a picture.
    for (const encoder of [pool.active, pool.find('one'), pool.find('two')]) await pass(encoder);
    expect(pool.active.status().featureCacheBytes).toBe(2176);
    expect([await pass(pool.active), await pass(pool.find('two'))]).toEqual([1, 0]);
  });
});

describe('a pool with little memory', () => {
  afterEach(() => pool.close());

  it('lets the one that rests go for the one that is asked', async () => {
    await start({ DENSEQL_ENCODER_BYTES: roomForOne() });
    await pass(pool.find('one'));
    await pass(pool.find('two'));
    expect([state('tiny'), state('one'), state('two')]).toEqual(['loaded', 'idle', 'loaded']);
    expect(pool.memory().bytes).toBeLessThanOrEqual(pool.memory().limit);
  });

  it('refuses what can never fit, and the active one answers all the same', async () => {
    await start({ DENSEQL_ENCODER_BYTES: String(160 * MB) });
    await expect(pass(pool.find('one'))).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      details: { limit: 'ENCODER_BYTES', allowed: 160 * MB },
    });
    expect([state('tiny'), state('one'), await pass(pool.active)]).toEqual(['loaded', 'idle', 1]);
  });

  it('answers a hundred askers of three packs though only two fit at a time', async () => {
    await start({ DENSEQL_ENCODER_BYTES: roomForOne(), DENSEQL_QUEUE_LENGTH: '200' });
    let most = 0;
    const ask = async (index: number): Promise<number> => {
      const encoder = pool.find(['tiny', 'one', 'two'][index % 3] ?? '');
      const asked = operation();
      const { features } = await encoder.encodeImage(plain([index, 0, 255 - index]), asked);
      const [text] = await encoder.encodeTexts([index % 2 === 0 ? 'red' : 'blue'], asked);
      most = Math.max(most, pool.memory().bytes);
      return (features.outputs['dense']?.data[0] ?? NaN) * (text?.vector[0] ?? NaN);
    };
    const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => ask(index)));
    expect(answers.every(Number.isFinite)).toBe(true);
    // Processes grow a little after they were loaded.
    expect(most).toBeLessThan(pool.memory().limit * 1.1);
  });

  it('takes turns when an encoder never rests', async () => {
    const clock = fakeClock();
    await start({ DENSEQL_ENCODER_BYTES: roomForOne() }, clock);
    await pass(pool.find('one'));
    clock.pass(TURN_MS);
    const answered: string[] = [];
    const ask = (name: string, shade: number) => pass(pool.find(name), [shade, 0, 0]).then(() => answered.push(name));
    const all = Promise.all([ask('one', 1), ask('one', 2), ask('one', 3), ask('two', 1)]);
    await expect.poll(() => answered, { timeout: 30_000 }).toContain('two');
    expect(answered).toEqual(['one', 'two']);
    clock.pass(1000);
    expect(await all).toHaveLength(4);
  });

  it('ends while encoders are loading and waiting for room', async () => {
    await start({ DENSEQL_ENCODER_BYTES: roomForOne() });
    const uses = Promise.allSettled([pass(pool.find('one')), pass(pool.find('two'))]);
    await pool.close();
    expect(await uses).toMatchObject([{ reason: { code: 'ENCODER_UNAVAILABLE' } }, { reason: { code: 'ENCODER_UNAVAILABLE' } }]);
    await expect(pass(pool.find('one'))).rejects.toMatchObject({ code: 'ENCODER_UNAVAILABLE' });
  });
});
