import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bytes,
  checkpointFolder,
  type CheckpointName,
  type ExpectedImage,
  floats,
  type ImageArray,
  readExpected,
} from '../../../test/fixtures/checkpoints/reference.js';
import { compileCheckpoint } from '../compile-checkpoint.js';
import type { Compiled } from '../compiled.js';

type Values = ArrayLike<number>;

/**
 * A tenth of the fixtures' tolerances: unit vectors may differ by 2e-5, raw ones by 1e-4 of the largest value (or of 1). Float32 differs by
 * a tenth of that again, and the two forms of GELU are told apart only here.
 */
function expectClose(name: string, values: Values, expected: Float32Array, kind: 'unit' | 'raw'): void {
  expect(values.length, `${name}: number of values`).toBe(expected.length);
  const limit = kind === 'unit' ? 2e-5 : 1e-4 * expected.reduce((max, value) => Math.max(max, Math.abs(value)), 1);
  let worst = 0;
  // Math.max keeps NaN, which is below no limit.
  for (let i = 0; i < expected.length; i++) worst = Math.max(worst, Math.abs((values[i] as number) - (expected[i] as number)));
  expect(worst, `${name}: largest difference`).toBeLessThanOrEqual(limit);
}

const unit = (values: Float32Array): Float32Array => {
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
};

const quiet = { logSeverityLevel: 3 } as const;

describe.each<CheckpointName>(['open-clip-tiny', 'open-clip-quickgelu-tiny', 'siglip2-tiny', 'long-clip-tiny'])('%s', (name) => {
  const expected = readExpected(name);
  const images = Object.entries(expected.images);
  const out = mkdtempSync(join(tmpdir(), 'compiled-'));
  let source: string;
  let compiled: Compiled;
  let image: InferenceSession;
  let text: InferenceSession;
  let tail: InferenceSession;

  const encode = async ({ picture }: ExpectedImage): Promise<InferenceSession.ReturnType> =>
    image.run({ [compiled.image.input]: new Tensor('uint8', bytes(picture), [1, ...picture.shape]) });

  beforeAll(async () => {
    source = checkpointFolder(name);
    compiled = await compileCheckpoint(source, out);
    image = await InferenceSession.create(join(out, compiled.image.graph), quiet);
    text = await InferenceSession.create(join(out, compiled.text.graph), quiet);
    tail = await InferenceSession.create(join(out, compiled.tail?.graph ?? ''), quiet);
  });

  afterAll(async () => {
    await Promise.all([image, text, tail].map((session) => session.release()));
    for (const folder of [source, out]) rmSync(folder, { recursive: true });
  });

  it('embeds texts, cut to the context, as its own code does', async () => {
    const rows = expected.texts.map(({ ids }) => ids);
    const length = rows[0]?.length ?? 0;
    expect(length).toBe(compiled.text.contextLength);
    const feed = new Tensor('int64', BigInt64Array.from(rows.flat(), BigInt), [rows.length, length]);
    const { text: embeds } = await text.run({ input_ids: feed });
    expectClose('texts', embeds?.data as Float32Array, floats(expected.textEmbeds), 'unit');
  });

  it('scales and shifts scores as its own code does', () => {
    expect(compiled.logitScale / expected.logitScale).toBeCloseTo(1, 5);
    expect(compiled.logitBias).toBe(expected.logitBias ?? null);
  });

  it.each(images)('describes the picture %s as its own code does', async (_, reference) => {
    const outputs = await encode(reference);
    expectClose('global', outputs['global']?.data as Float32Array, unit(floats(reference.embed)), 'unit');
    const named: [ImageArray, string, 'unit' | 'raw'][] = [
      ['tokens', 'taps.last', 'raw'],
      ['ffn', 'taps.ffn', 'raw'],
      ['structure', 'structure', 'unit'],
      ['dense', 'dense', 'raw'],
      ['denseResidual', 'denseResidual', 'raw'],
    ];
    for (const [array, output, kind] of named) {
      const packed = reference[array];
      if (packed !== undefined) expectClose(output, outputs[output]?.data as Float32Array, floats(packed), kind);
    }
  });

  it.each(images.filter(([, reference]) => reference.tail_qq_kk !== undefined))('runs the tail on %s', async (_, reference) => {
    const outputs = await encode(reference);
    const feeds = {
      tokens: outputs[compiled.tail?.tokens ?? ''] as Tensor,
      middle: outputs[compiled.tail?.middle ?? ''] as Tensor,
      grid: new Tensor('float32', Float32Array.from(reference.grid), [2]),
      attention: new Tensor(
        'float32',
        Float32Array.from(compiled.tail?.attentions ?? [], (kind) => Number(kind === 'QQ_KK')),
      ),
    };
    for (const [residual, array] of [
      [0, 'tail_qq_kk'],
      [1, 'tail_qq_kk_residual'],
    ] as const) {
      const { dense } = await tail.run({ ...feeds, residual: new Tensor('float32', Float32Array.of(residual)) });
      expectClose(array, dense?.data as Float32Array, floats(reference[array] ?? reference.embed), 'raw');
    }
  });
});
