import { describe, expect, it } from 'vitest';
import type { Compute, Tensor } from '../../core/index.js';
import { apples, count, counting, entry, failure, scene } from '../../../test/fixtures/plugins/clip-ebc-scene.js';

describe('a head', () => {
  it('follows the label, also where another dominates, and finds nothing of an absent one', async () => {
    expect((await count(apples)).total).toBeCloseTo(3, 6);
    expect((await count({ ...apples, of: 'pear' })).total).toBeCloseTo(9, 6);
    const car = await count({ ...apples, of: 'car' });
    expect(car).toMatchObject({ total: 0, points: [], uncertainty: null, saturated: false });
    expect(car.density!.data.every((value) => value === 0)).toBe(true);
    expect(car.score).toBeLessThan(0.01);
    expect((await count({ ...scene('...', '...'), of: 'apple' })).total).toBe(0);
  });

  it('that says itself whether the label is there is asked for that in place of the calibration, in every pass', async () => {
    const head = { ...entry, scores: true };
    // Its blocks count apples whatever the score says; presence is logit 2 with an apple in the corner, -2 without.
    const runHead: Compute['head'] = async (call) => {
      const corner = (call.feeds['dense'] as Tensor).data[0] === 1;
      return { ...(await counting(1, 2)(call)), scores: { data: Float32Array.of(corner ? 2 : -2), dims: [1] } };
    };
    const sure = 1 / (1 + Math.exp(-2));
    const there = await count({ ...apples, head, runHead });
    expect([there.total, there.score].map((value) => value!.toFixed(6))).toEqual(['3.000000', sure.toFixed(6)]);
    const elsewhere = { ...scene('.a', 'aa'), head, runHead };
    const not = await count(elsewhere);
    expect(not).toMatchObject({ total: 0, points: [], saturated: false });
    expect(not.score).toBeCloseTo(1 - sure, 6);
    expect((await count({ ...elsewhere, options: { minPresence: 0.1 } })).total).toBeCloseTo(3, 6);
  });

  it('is refused where it is not there, or not readable', async () => {
    const missing = await failure({ ...apples, head: undefined, options: { form: 'HEAD' } });
    expect([missing.code, missing.message]).toEqual(['PLUGIN_UNAVAILABLE', expect.stringContaining('TRAINING_FREE')]);
    const broken = await failure({ ...apples, head: { ...entry, anchors: [0] } });
    expect([broken.code, broken.message]).toEqual(['PACK_INVALID', expect.stringContaining('anchors')]);
  });
});

describe('the training-free form', () => {
  it('leaves the head alone where it is asked for by name', async () => {
    const runHead: Compute['head'] = () => Promise.reject(new Error('not asked for'));
    expect((await count({ ...apples, runHead, options: { form: 'TRAINING_FREE' } })).form).toBe('training-free (stand-in)');
  });
});
