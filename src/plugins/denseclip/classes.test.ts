import { describe, expect, it } from 'vitest';
import type { DenseqlError } from '../../core/index.js';
import { classesOf } from './classes.js';

const classes = ['wall', 'building, edifice', 'sky', 'floor;flooring', 'screen door, screen', 'crt screen', 'screen, silver screen'];
const of = (labels: string[], synonyms: Parameters<typeof classesOf>[2] = null) => classesOf(labels, classes, synonyms, 'labels');
const failure = (labels: string[]): DenseqlError => {
  try {
    of(labels);
  } catch (error) {
    return error as DenseqlError;
  }
  return expect.fail('it was found');
};

describe('classes of labels', () => {
  it('are found by any of their names, whatever the case', () => {
    expect(of(['Sky', 'EDIFICE', 'flooring', 'building, edifice'].slice(0, 3))).toEqual([[2], [1], [3]]);
    expect(of(['Building,  Edifice'])).toEqual([[1]]);
  });

  it('are those whose first name it is, before others of that name', () => {
    expect(of(['screen'])).toEqual([[6]]);
  });

  it('are found by a synonym of the label, too', () => {
    expect(of(['ground'], [{ label: 'ground', texts: ['floor', 'lawn'] }])).toEqual([[3]]);
  });

  it('are refused when there are none, with the nearest few and their number', () => {
    const { code, message } = failure(['wall', 'flor']);
    expect(code).toBe('BAD_INPUT');
    expect(message).toMatch(/^labels\[1\]: "flor" is not one of the 7 classes .*nearest: "floor;flooring", /);
    expect(failure(['a tall building']).message).toContain('nearest: "building, edifice"');
  });

  it('are refused when two labels are one class', () => {
    expect(failure(['wall', 'sky', 'Wall']).message).toMatch(/^labels\[2\]: "Wall" is the class of "wall", too/);
  });
});
