import { describe, expect, it } from 'vitest';
import { Budget } from './budget.js';

describe('Budget', () => {
  it('counts what was taken, exactly up to the limit', () => {
    const budget = new Budget({ texts: 10 });
    budget.take('texts', 4);
    budget.take('texts', 6);
    expect(budget.used.texts).toBe(10);
    expect(() => budget.take('texts', 1)).toThrow(
      expect.objectContaining({ code: 'LIMIT_EXCEEDED', details: { limit: 'MAX_TEXTS', asked: 11, allowed: 10 } }),
    );
  });

  it('does not count what it refuses, so that who asks for less still gets it', () => {
    const budget = new Budget({ texts: 10 });
    expect(() => budget.take('texts', 5000)).toThrow(/MAX_TEXTS: 5000 texts asked, 10 allowed/);
    budget.take('texts', 10);
    expect(budget.used.texts).toBe(10);
  });

  it('bounds nothing that has no limit', () => {
    const budget = new Budget({});
    budget.take('passes', 1e9);
    expect(budget.used.passes).toBe(1e9);
  });

  it('gives one answer all that there is, and no more', () => {
    const budget = new Budget({ passes: 10 });
    budget.take('passes', 1);
    const only = budget.share();
    only.take('passes', 9);
    expect(() => only.take('passes', 1)).toThrow(expect.objectContaining({ details: { limit: 'MAX_PASSES', asked: 11, allowed: 10 } }));
  });

  it('keeps each answer its even share when another takes all there is, bit by bit', () => {
    const budget = new Budget({ texts: 100 });
    const [greedy, modest] = [budget.share(), budget.share()];
    for (let taken = 0; taken < 100; taken += 10) greedy.take('texts', 10);
    expect(() => greedy.take('texts', 1)).toThrow(/MAX_TEXTS/);
    modest.take('texts', 50);
    expect(() => modest.take('texts', 1)).toThrow(/MAX_TEXTS/);
    expect(budget.used.texts).toBe(150);
  });

  it('is no larger for many answers that each keep to their share', () => {
    const budget = new Budget({ texts: 100 });
    const shares = Array.from({ length: 60 }, () => budget.share());
    const refused = shares.filter((share) => {
      try {
        share.take('texts', 2);
        return false;
      } catch {
        return true;
      }
    });
    expect([budget.used.texts, refused.length]).toEqual([100, 10]);
  });
});
