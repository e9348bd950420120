import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkpointFolder } from '../../../test/fixtures/checkpoints/reference.js';
import { operation as limited, silent, tinyFolder } from '../../../test/fixtures/packs/tiny-encoder.js';
import { TINY } from '../../../test/onnx/checkpoint-files.js';
import { learnedPrompts } from '../../../test/onnx/learned-prompts.js';
import { furthest } from '../../../test/onnx/released.js';
import { readConfig } from '../config.js';
import { createEncoderPool } from '../encoder/pool/create-encoder-pool.js';
import type { EncoderPool } from '../encoder/pool/pool.js';
import type { Operation } from '../operation.js';
import { readPack } from '../packs/load-pack.js';
import { compilePack } from '../packs/making/compile-pack.js';
import type { PackManifest } from '../packs/manifest.js';
import type { LearnedPrompt } from '../text/learned-prompt.js';
import { packFacts } from './pack-facts.js';
import { createTextAccess } from './text-access.js';

const KINDS = ['clip', 'open-clip'] as const;
const references = { clip: learnedPrompts('clip'), 'open-clip': learnedPrompts('open-clip') };
const { cases, width } = references.clip;
/** Without a deadline: starting an encoder takes what it takes. */
const operation = (maxTexts?: number) => limited({ deadlineMs: Infinity, ...(maxTexts === undefined ? {} : { maxTexts }) });

/** Vectors that differ with `factor`; of equal numbers the tower's norms would leave nothing. */
const rows = (count: number, factor = 1): Float32Array => Float32Array.from({ length: count * width }, (_, at) => factor * Math.sin(at));
const row = rows(1);

describe('learned prompts', () => {
  let models: string;
  let pool: EncoderPool;
  beforeAll(async () => {
    models = await mkdtemp(join(tmpdir(), 'denseql-learned-'));
    const config = readConfig({ DENSEQL_DEVICE: 'cpu', DENSEQL_THREADS: '1', DENSEQL_PACK: tinyFolder, DENSEQL_MODELS_DIR: models });
    const licences = [{ part: 'checkpoint', licence: 'none', source: 'random numbers' }];
    const compile = (name: string, checkpoint: string) =>
      compilePack({ checkpoint, out: join(models, name), name, licences, inputsEmbeds: true, calibrate: false, config });
    await compile('clip', TINY);
    const copy = checkpointFolder('open-clip-quickgelu-tiny');
    await compile('open-clip', copy);
    await rm(copy, { recursive: true });
    pool = await createEncoderPool({ config, log: silent });
  });
  afterAll(async () => {
    await pool.close();
    await rm(models, { recursive: true });
  });

  const textOf = (name: string, asking: Operation = operation()) => createTextAccess(pool.find(name), asking, { templates: ['{}'] });

  it.each(KINDS)('have the vectors that torch gives of them, one alone and the others as a batch, on %s', async (kind) => {
    const { cases: all } = references[kind];
    const asking = operation();
    const text = textOf(kind, asking);
    const [first] = await text.embedLearned([all[0]!.prompt]);
    const vectors = await text.embedLearned(all.slice(1).map(({ prompt }) => prompt));
    [first!, ...vectors].forEach((vector, index) => {
      const { written, vector: expected } = all[index]!;
      expect(furthest(vector, expected), JSON.stringify(written)).toBeLessThan(1e-5);
    });
    expect([asking.tally.textRuns, asking.budget.used.texts]).toEqual([2, all.length]);
  });

  it.each(KINDS)('of words alone are what the text is, in however many parts, on %s', async (kind) => {
    const texts = ['a photo of a cat', "It's the Dog's ball", '', 'brick building.'];
    const plain = await textOf(kind).embed(texts);
    const whole = await textOf(kind).embedLearned(texts.map((text) => [text]));
    whole.forEach((vector, index) => expect(furthest(vector, plain[index]!), texts[index]).toBeLessThan(1e-5));
    const [parted] = await textOf(kind).embedLearned([['a photo', 'of a', 'cat']]);
    expect(furthest(parted!, plain[0]!)).toBeLessThan(1e-5);
  });

  it('are counted as texts, run once, and known by their content afterwards', async () => {
    const prompt = (factor: number): LearnedPrompt => [rows(1, factor), 'nut'];
    const asking = operation(2);
    const passes = pool.find('clip').status().textPasses;
    const [one, same, other] = await textOf('clip', asking).embedLearned([prompt(0.5), prompt(0.5), prompt(0.25)]);
    expect(same).toEqual(one);
    expect(furthest(other!, one!)).toBeGreaterThan(0.01);
    expect([asking.budget.used.texts, pool.find('clip').status().textPasses]).toEqual([2, passes + 1]);
    one!.fill(9);
    const [again] = await textOf('clip', operation(0)).embedLearned([prompt(0.5)]);
    expect(again).toEqual(same);
    await expect(textOf('clip', operation(0)).embedLearned([prompt(0.125)])).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
    });
    expect(await textOf('clip', operation(0)).embedLearned([])).toEqual([]);
  });

  it('may be written to by who gave them while they wait', async () => {
    const given = rows(1, 0.75);
    const waiting = textOf('clip').embedLearned([[given, 'nut']]);
    given.fill(0);
    const [[vector], [zeros], [again]] = [
      await waiting,
      await textOf('clip').embedLearned([[given, 'nut']]),
      await textOf('clip').embedLearned([[rows(1, 0.75), 'nut']]),
    ];
    expect(vector).toEqual(again);
    expect(furthest(vector!, zeros!)).toBeGreaterThan(0.01);
  });

  it.each<[string, readonly unknown[], string]>([
    ['no list', [row, [new Float32Array(width + 1)]], `prompts[0]: must be a list`],
    ['rows of another width', [[row], ['a', new Float32Array(width - 1)]], `prompts[1][1]: has ${width - 1} numbers; rows of ${width}`],
    ['no row', [[new Float32Array(0)]], 'prompts[0][0]: has 0 numbers'],
    ['no part', [[]], 'prompts[0]: must be a list of words and vectors'],
    ['NaN', [[row.map((_, at) => (at === 3 ? NaN : 0))]], 'prompts[0][0]: must hold finite numbers'],
    ['infinity', [[row.map(() => -Infinity)]], 'prompts[0][0]: must hold finite numbers'],
    ['numbers that would overflow', [[row.map(() => 1e20)]], 'prompts[0][0]: must hold finite numbers, at most 65504'],
    ['numbers in another form', [[[0.1, 0.2]]], 'prompts[0][0]: must be words (a string) or vectors'],
    ['another precision', [[new Float64Array(width)]], 'prompts[0][0]: must be words (a string) or vectors'],
    ['vectors beyond what is read', [['a'], [rows(78)]], 'prompts[1]: has more than 78 tokens with start and end, this encoder reads 77'],
    ['a text that reads as another', [[{ toString: () => 'cat' }]], 'prompts[0][0]: must be words'],
  ])('are refused before a run: %s', async (_, prompts, message) => {
    const asking = operation();
    const passes = pool.find('clip').status().textPasses;
    await expect(textOf('clip', asking).embedLearned(prompts as never)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining(message) as string,
    });
    expect([asking.budget.used.texts, pool.find('clip').status().textPasses]).toEqual([0, passes]);
  });

  it('are read whole or not at all', async () => {
    const [whole] = await textOf('clip').embedLearned([[rows(74), 'nut']]);
    expect(whole).toHaveLength(48);
    await expect(textOf('clip').embedLearned([['nut'], [rows(75), 'nut']])).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: 'prompts[1]: has 78 tokens with start and end, this encoder reads 77.',
    });
    // Nor when it is known.
    await expect(textOf('clip').embedLearned([[rows(75), 'nut']])).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(textOf('clip').embedLearned([[rows(77)]])).rejects.toThrow('has 79 tokens');
  });

  it('spoil no batch by the largest numbers that are taken', async () => {
    const huge = row.map((_, at) => (at % 2 === 0 ? 65504 : -65504));
    const [first, second] = await Promise.all([
      textOf('clip').embedLearned([[huge, huge, 'nut']]),
      textOf('clip').embedLearned([cases[0]!.prompt.map((part) => (typeof part === 'string' ? `${part} nut` : part))]),
    ]);
    for (const [vector] of [first, second]) expect(Math.hypot(...vector!)).toBeCloseTo(1, 5);
  });

  it('are taken by packs that say so', async () => {
    expect(packFacts(pool.find('clip').manifest, { name: 'test' }).tokenWidth).toBe(width);
    expect(packFacts(pool.find('tiny').manifest, { name: 'test' }).tokenWidth).toBeNull();
    await expect(textOf('tiny').embedLearned([['a cat']])).rejects.toMatchObject({
      code: 'PLUGIN_UNAVAILABLE',
      message: expect.stringMatching(/The pack tiny takes no learned prompts.*models compile <folder> --inputs-embeds/) as string,
      details: { pack: 'tiny' },
    });
  });

  it('need their graphs listed in pack.json', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'denseql-unlisted-'));
    await cp(join(models, 'clip'), copy, { recursive: true });
    const manifest = JSON.parse(await readFile(join(copy, 'pack.json'), 'utf8')) as PackManifest;
    const files = manifest.files.filter(({ path }) => path !== 'tokens.onnx');
    await writeFile(join(copy, 'pack.json'), JSON.stringify({ ...manifest, files }));
    await expect(readPack(copy)).rejects.toMatchObject({ code: 'PACK_INVALID', message: expect.stringContaining('tokens.onnx') as string });
    await rm(copy, { recursive: true });
  });
});
