import { describe, expect, it } from 'vitest';
import type { BackgroundText } from './background.js';
import { mixed, name, type Scoring } from './scoring.js';

const scoring: Scoring = { presence: { midpoint: 0.3, slope: 10 }, scale: 20, qualityShare: 0.35 };
const unit = (angle: number) => Float32Array.of(Math.cos(angle), Math.sin(angle));
const region = unit(0);
const near = [unit(0.2)];
const far = [unit(1.4)];
const row = (angle: number, weight = 1): BackgroundText => ({ text: 'sky', vector: unit(angle), score: 0, weight });

describe('what texts say of a region', () => {
  it('of one label alone is how sure its cosine is, whatever else is in the picture', () => {
    const { labels, background } = name(region, [near], [], scoring);
    expect(labels[0]).toBeCloseTo(1 / (1 + Math.exp(-10 * (Math.cos(0.2) - 0.3))), 5);
    expect(background).toBeNull();
  });

  it('goes to the nearer of two labels, and little of it to a far one', () => {
    const { labels } = name(region, [far, near], [], scoring);
    expect(labels[1]).toBeGreaterThan(0.99);
    expect(labels[0]).toBeLessThan(0.01);
  });

  it('takes the highest of a label’s names', () => {
    expect(name(region, [[...far, ...near]], [], scoring).labels).toEqual(name(region, [near], [], scoring).labels);
  });

  it('is taken by background that is nearer, by its weight', () => {
    const taken = name(region, [near], [row(0)], scoring);
    expect(taken.background).toBeGreaterThan(0.5);
    expect(taken.labels[0]).toBeLessThan(name(region, [near], [], scoring).labels[0]! / 2);
    expect(name(region, [near], [row(0, 0.1)], scoring).background).toBeLessThan(taken.background!);
    expect(name(region, [near], [row(1.4)], scoring).background).toBeLessThan(0.01);
  });

  it('is mixed with the quality by its weight', () => {
    expect(mixed(0.25, 1, { ...scoring, qualityShare: 0.5 })).toBeCloseTo(0.5);
    expect(mixed(0, 0.7, { ...scoring, qualityShare: 0 })).toBeCloseTo(0.7);
    expect(mixed(0.2, 0, { ...scoring, qualityShare: 1 })).toBeCloseTo(0.2);
  });
});
