import { describe, expect, it } from 'vitest';
import { middleAnchors, parseBins, promptOf } from './bins.js';

describe('bins of counts', () => {
  it('are read, with their middles', () => {
    const bins = parseBins('0, 1,2-3 ,4-6,7+');
    expect(bins).toEqual([
      [0, 0],
      [1, 1],
      [2, 3],
      [4, 6],
      [7, null],
    ]);
    expect(middleAnchors(bins)).toEqual([0, 1, 2.5, 5, 7]);
  });

  it.each(['', '0', '1,2', '0,2', '0+,1', '0,1-0', '0,a', '0,1.5', '-1,0', '0,1,1'])('are refused, %j', (text) => {
    expect(() => parseBins(text)).toThrow(/^bins: /);
  });

  it.each([
    [[0, 0], 'There is no person.', 'There is 0 person.'],
    [[1, 1], 'There is one person.', 'There is 1 person.'],
    [[4, 4], 'There are four people.', 'There are 4 people.'],
    [[21, 21], 'There are twenty-one people.', 'There are 21 people.'],
    [[2, 3], 'There are between two and three people.', 'There are between 2 and 3 people.'],
    [[11, null], 'There are more than eleven people.', 'There are more than 11 people.'],
    [[100, null], 'There are more than one hundred people.', 'There are more than 100 people.'],
  ] as const)('become sentences, %j', (bin, word, number) => {
    expect([promptOf(bin, 'word'), promptOf(bin, 'number')]).toEqual([word, number]);
  });
});
