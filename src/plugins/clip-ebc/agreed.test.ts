import { describe, expect, it } from 'vitest';
import { agreed } from './agreed.js';

describe('what several looks say together', () => {
  it('is what one look says where there is one', () => {
    for (const presence of [0, 0.2, 0.5, 1]) expect(agreed([{ presence, things: 3 }])).toBeCloseTo(presence, 6);
  });
  it('is the mean of their log odds, weighed by the things in them', () => {
    // Odds of 3 for 2 things, of 1 / 3 for 1: exp((2 ln 3 - ln 3) / 3) = 3^(1 / 3).
    const odds = 3 ** (1 / 3);
    const words = [
      { presence: 3 / 4, things: 2 },
      { presence: 1 / 4, things: 1 },
    ];
    expect(agreed(words)).toBeCloseTo(odds / (1 + odds), 9);
    expect(agreed([...words].reverse())).toBeCloseTo(agreed(words), 12);
  });
  it('leaves out looks without things, unless none has any', () => {
    const [none, some] = [
      { presence: 0.9, things: 0 },
      { presence: 0.3, things: 1 },
    ];
    expect(agreed([none, some])).toBeCloseTo(0.3, 9);
    expect(agreed([none, { presence: 0.1, things: 0 }])).toBeCloseTo(0.5, 9);
  });
});
