import { describe, expect, it } from 'vitest';
import { denseclipOptions } from '../../../test/fixtures/plugins/options.js';

const DEFAULTS = { threshold: null, minPresence: null, edges: 'GUIDED' };

describe('options', () => {
  it('have defaults where they are absent', () => {
    expect(denseclipOptions()).toEqual(DEFAULTS);
    expect(denseclipOptions({ threshold: 0 })).toEqual({ ...DEFAULTS, threshold: 0 });
  });

  it.each([
    ['threshold', 1.1],
    ['minPresence', -0.1],
    ['threshold', NaN],
  ])('refuse %s = %d by its name', (name, value) => {
    expect(() => denseclipOptions({ [name]: value })).toThrow(`by.denseclip.${name}`);
  });
});
