import { describe, expect, it } from 'vitest';
import { maskclipOptions } from '../../../test/fixtures/plugins/options.js';
import { stubCall, type StubCall } from '../../../test/fixtures/plugins/stub-call.js';
import { checkSegmentResult, type Compute, type TailAttention } from '../../core/index.js';
import type { MaskclipHead } from './dinoiser.js';
import { MaskClip } from './maskclip.js';
import type { MaskclipForm, MaskclipOptions } from './options.generated.js';

type Stub = StubCall<MaskclipOptions>;

const ALL: readonly TailAttention[] = ['IDENTITY', 'QQ', 'KK', 'QQ_KK', 'KK_OMEGA', 'MIDDLE'];
const texts = { cat: [1, 0], dog: [0, 1] };
const outputs = { dense: [1, 0, 0, 1], denseResidual: [0.8, 0.6, 0.6, 0.8] };
const base: Stub = { rows: 1, columns: 2, outputs, texts, labels: ['cat', 'dog'], tail: ALL };
const plain: Stub['options'] = { backgroundPolicy: 'NONE', minPresence: 0 };

/** A tail that notes what it was asked for. */
function tailOf(asked: unknown[]): Compute['tail'] {
  return ({ attention, residual }) => {
    asked.push([attention, residual]);
    return Promise.resolve({ data: Float32Array.of(0, 1, 1, 0), dims: [2, 2] });
  };
}
const segment = async (options: Stub['options'], change: Partial<Stub> = {}) => {
  const call = stubCall<MaskclipOptions, MaskclipHead>({ ...base, ...change, options: { ...plain, ...options } }, maskclipOptions);
  return checkSegmentResult(await new MaskClip().segment(call), call.labels.length);
};

describe('form', () => {
  it('is the pack’s own by default, under its name', async () => {
    expect((await segment({})).form).toBe('stand-in');
  });

  it('takes VALUE and RESIDUAL out of the pass', async () => {
    const [value, residual] = [await segment({ form: 'VALUE' }), await segment({ form: 'RESIDUAL' })];
    expect([value.form, residual.form]).toEqual(['value path', 'residual form']);
    expect(value.maps.data).toEqual((await segment({})).maps.data);
    expect(residual.maps.data[0]).toBeCloseTo(1 / (1 + Math.exp(-10 * (0.8 - 0.6))), 5);
  });

  it.each<[MaskclipForm, string, TailAttention, boolean]>([
    ['SCLIP', 'SCLIP', 'QQ_KK', true],
    ['CLEARCLIP', 'ClearCLIP', 'QQ', false],
    ['NACLIP', 'NACLIP', 'KK_OMEGA', false],
  ])('%s runs the tail again', async (form, name, attention, residual) => {
    const asked: unknown[] = [];
    const result = await segment({ form }, { runTail: tailOf(asked) });
    expect(result.form).toBe(name);
    expect(asked).toEqual([[attention, residual]]);
    expect(result.maps.data[0]).toBeLessThan(0.1);
  });

  it('runs the tail for RESIDUAL where a pass does not give it', async () => {
    const asked: unknown[] = [];
    await segment({ form: 'RESIDUAL' }, { outputs: { dense: outputs.dense }, runTail: tailOf(asked) });
    expect(asked).toEqual([['IDENTITY', true]]);
  });

  it('leaves scores on `dense`: the pack’s constants belong to it', async () => {
    const result = await segment({ form: 'NACLIP' }, { runTail: tailOf([]) });
    expect(result.scores).toEqual((await segment({})).scores);
  });

  it.each<[MaskclipForm, readonly TailAttention[]]>([
    ['VALUE', []],
    ['RESIDUAL', []],
    ['SCLIP', []],
    ['CLEARCLIP', ['IDENTITY', 'KK']],
    ['NACLIP', ['IDENTITY']],
  ])('%s on a pack without it is unavailable and says where to get it', async (form, tail) => {
    const failed = segment({ form }, { tail, outputs: { dense: outputs.dense } });
    await expect(failed).rejects.toMatchObject({ code: 'PLUGIN_UNAVAILABLE', details: { pack: 'stub', form } });
    await expect(failed).rejects.toThrow(/denseql models pull/);
  });
});
