import { readFileSync } from 'node:fs';
import { buildSchema, coerceInputValue, type GraphQLInputObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { DEFAULTS, readOptions } from './options.js';

const sdl = readFileSync(new URL('./plugin.graphql', import.meta.url), 'utf8');

describe('options', () => {
  it('have the defaults of the schema', () => {
    const schema = buildSchema(`input SegmentationMethod { own: Int }\n${sdl}`);
    const given = coerceInputValue({}, schema.getType('DenseclipOptions') as GraphQLInputObjectType);
    expect({ ...DEFAULTS, ...(given as object) }).toEqual(DEFAULTS);
    expect(readOptions(null)).toEqual(DEFAULTS);
    expect(readOptions({ threshold: 0 })).toEqual({ ...DEFAULTS, threshold: 0 });
  });

  it.each([
    ['threshold', 1.1],
    ['minPresence', -0.1],
    ['threshold', NaN],
  ])('refuse %s = %d by its name', (name, value) => {
    expect(() => readOptions({ [name]: value })).toThrow(`by.denseclip.${name}`);
  });
});
