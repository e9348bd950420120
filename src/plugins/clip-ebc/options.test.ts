import { readFileSync } from 'node:fs';
import { buildSchema, coerceInputValue, type GraphQLInputType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { DenseqlError } from '../../core/index.js';
import { DEFAULTS, readOptions } from './options.js';

describe('options', () => {
  it('have the same defaults in the schema and in the code', () => {
    const sdl = readFileSync(new URL('./plugin.graphql', import.meta.url), 'utf8');
    const schema = buildSchema(`type Query { a: Int } input CountMethod @oneOf\n${sdl}`);
    const given = coerceInputValue({}, schema.getType('ClipEbcOptions') as GraphQLInputType) as object;
    expect(readOptions(given)).toEqual(DEFAULTS);
    expect(given).toEqual({ tiles: DEFAULTS.tiles, rescore: DEFAULTS.rescore });
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
      readOptions({ [name]: value });
    } catch (thrown) {
      error = thrown;
    }
    expect(DenseqlError.is(error) && error.code).toBe('BAD_INPUT');
    expect((error as Error).message).toContain(`by.clipEbc.${name}`);
  });

  it('refuse closer looks of both kinds at once', () => {
    expect(() => readOptions({ tiles: 2, rescore: 1 })).toThrow(/by\.clipEbc\.rescore: must be 0 where tiles/);
    expect(readOptions({ tiles: 1, rescore: 16 })).toMatchObject({ tiles: 1, rescore: 16 });
  });
});
