import { buildSchema, coerceInputValue, isEnumType } from 'graphql';
import { expect, it } from 'vitest';
import { refuseLongEnumValues } from './long-enum-values.js';

const schema = buildSchema('enum Detail { LOW HIGH } type Query { picture(detail: Detail): Int }');
refuseLongEnumValues(schema);
const type = schema.getType('Detail');
if (!isEnumType(type)) throw new Error('No enum.');

const messages = (value: unknown): string[] => {
  const told: string[] = [];
  coerceInputValue(value, type, (_path, _value, { message }) => told.push(message));
  return told;
};

it('leaves values as they are', () => {
  expect([type.parseValue('HIGH'), messages('HIGH'), messages('HIHG')]).toEqual([
    'HIGH',
    [],
    ['Value "HIHG" does not exist in "Detail" enum. Did you mean the enum value "HIGH"?'],
  ]);
});

it('refuses megabytes without looking for what was meant', () => {
  const start = performance.now();
  expect(messages('LOWX'.repeat(1_900_000))).toEqual([`Value "${'LOWX'.repeat(12)}LO…" does not exist in "Detail" enum.`]);
  // It took a second.
  expect(performance.now() - start).toBeLessThan(200);
});
