import { describe, expect, it } from 'vitest';
import { apples, count, failure } from '../../../test/fixtures/plugins/clip-ebc-scene.js';
import { clipEbcOptions } from '../../../test/fixtures/plugins/options.js';
import { DenseqlError } from '../../core/index.js';

describe('options', () => {
  it('have defaults where they are absent', () => {
    expect(clipEbcOptions()).toEqual({ form: null, blockSize: null, tiles: 1, rescore: 0, minPresence: null, examples: null });
  });

  it.each([
    ['tiles', 0],
    ['tiles', 9],
    ['tiles', 1.5],
    ['rescore', -1],
    ['rescore', 17],
    ['rescore', 0.5],
    ['minPresence', -0.1],
    ['minPresence', NaN],
  ])('refuse %s = %d, naming the option', (name, value) => {
    let error: unknown;
    try {
      clipEbcOptions({ [name]: value });
    } catch (thrown) {
      error = thrown;
    }
    expect(DenseqlError.is(error) && error.code).toBe('BAD_INPUT');
    expect((error as Error).message).toContain(`by.clipEbc.${name}`);
  });

  it('refuse closer looks of both kinds at once', async () => {
    const both = await failure({ ...apples, options: { tiles: 2, rescore: 1 } });
    expect([both.code, both.message]).toEqual(['BAD_INPUT', expect.stringMatching(/by\.clipEbc\.rescore: must be 0 where tiles/)]);
    expect(clipEbcOptions({ tiles: 1, rescore: 16 })).toMatchObject({ tiles: 1, rescore: 16 });
    expect((await count({ ...apples, options: { tiles: 1 } })).total).toBeCloseTo(3, 6);
  });
});
