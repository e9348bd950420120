import { readFileSync } from 'node:fs';
import { buildSchema, coerceInputValue, type GraphQLInputType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { DEFAULTS, readOptions } from './options.js';

describe('options', () => {
  it('have the same defaults in the schema and in the code', () => {
    const sdl = readFileSync(new URL('./plugin.graphql', import.meta.url), 'utf8');
    const schema = buildSchema(`type Query { a: Int } input SegmentationMethod @oneOf\n${sdl}`);
    const given = coerceInputValue({}, schema.getType('MaskclipOptions') as GraphQLInputType) as object;
    expect(readOptions(given)).toEqual(DEFAULTS);
    const { form: _form, logitScale: _scale, threshold: _threshold, ...stated } = DEFAULTS;
    expect(given).toEqual(stated);
  });
});
