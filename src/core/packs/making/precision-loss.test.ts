import { describe, expect, it } from 'vitest';
import type { GoldenRun } from './golden-writing.js';
import { checkLoss, describeLoss, measureLoss } from './precision-loss.js';

const run = (dense: number[], global: number[], texts: number[]): GoldenRun => ({
  width: 32,
  height: 16,
  outputs: {
    dense: { data: Float32Array.from(dense), dims: [1, dense.length / 2, 2] },
    global: { data: Float32Array.from(global), dims: [1, 2] },
  },
  texts: { data: Float32Array.from(texts), dims: [texts.length / 2, 2] },
});
const outputs = {
  dense: { kind: 'patches', dims: 2, space: 'joint' },
  global: { kind: 'global', dims: 2, space: 'joint' },
} as const;
const [INT8, FP16] = [{ precision: 'int8', compute: 'fp32' } as const, { precision: 'fp16', compute: 'fp32' } as const];
const exact = run([1, 0, 0, 1], [1, 0], [0, 1]);

describe('the loss of a low precision', () => {
  it('is the mean and the least cosine of rows, whatever their length', () => {
    // 45 degrees and 0 degrees: cosines .7071 and 1.
    const losses = measureLoss(run([1, 1, 0, 5], [2, 0], [0, 3]), exact);
    expect(losses.map((loss) => loss.output)).toEqual(['dense', 'global', 'text']);
    expect(losses[0]!.least).toBeCloseTo(Math.SQRT1_2, 6);
    expect(losses[0]!.mean).toBeCloseTo((1 + Math.SQRT1_2) / 2, 6);
    expect(losses[1]).toMatchObject({ mean: 1, least: 1 });
    expect(describeLoss(losses, INT8)).toContain('dense 0.8536 / 0.7071');
  });

  it('is accepted when small, and refused naming output, figure and limit', () => {
    checkLoss(measureLoss(exact, exact), INT8, outputs);
    const check = (found: GoldenRun) => () => checkLoss(measureLoss(found, exact), INT8, outputs);
    expect(check(run([1, 1, 0, 1], [1, 0], [0, 1]))).toThrow(/dense: int8 .* mean cosine 0\.8536, 0\.98 needed/);
    expect(check(run([1, 0, 0, 1], [1, 0.3], [0, 1]))).toThrow(/global: int8 .* least cosine 0\.9578, 0\.99 needed/);
    expect(check(run([1, 0, 0, 1], [1, 0], [0.3, 1]))).toThrow(/text: int8 .* 0\.9578, 0\.99 needed/);
  });

  it('is refused where one row of many is wrong, is all zeros or is missing', () => {
    const many = Array.from({ length: 100 }, () => [1, 0]).flat();
    const reference = run(many, [1, 0], [0, 1]);
    const found = run(many.with(1, 1), [1, 0], [0, 1]);
    expect(() => checkLoss(measureLoss(found, reference), INT8, outputs)).toThrow(/dense: .* least cosine 0\.7071, 0\.9 needed/);
    expect(() => checkLoss(measureLoss(run(many.with(0, 0), [1, 0], [0, 1]), reference), INT8, outputs)).toThrow(/NaN/);
    expect(() => checkLoss(measureLoss({ ...found, outputs: {} }, reference), INT8, outputs)).toThrow(/NaN/);
  });

  it('is held to a stricter limit for fp16', () => {
    const losses = measureLoss(run([1, 0.1, 0, 1], [1, 0], [0, 1]), exact);
    expect(() => checkLoss(losses, FP16, outputs)).toThrow(/dense: fp16 is too far .* with a higher precision/);
    const halves = { precision: 'fp16', compute: 'fp16' } as const;
    expect(() => checkLoss(losses, halves, outputs)).toThrow(/dense: fp16 computed in fp16 is too far .* without --compute/);
  });
});
