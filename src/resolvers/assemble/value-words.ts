import { isEnumType, isInputObjectType, isListType, isNonNullType, type GraphQLInputType } from 'graphql';
import type { Constraint } from './constraints.js';
import { items, lengths, rangeWords } from './ranges.js';

/** A client's text in a message stays short. */
const MOST_SHOWN = 40;

const counted = (word: string, unit: string, constraint: Constraint): string => {
  const range = rangeWords(constraint);
  return range === '' ? word : `${word} of ${range} ${unit}`;
};

/** What a value must be, in words, e.g. `a whole number, 1 to 8`. */
export function wanted(type: GraphQLInputType, constraint: Constraint): string {
  if (isNonNullType(type)) return wanted(type.ofType, constraint);
  if (isListType(type)) return counted('a list', 'items', items(constraint));
  if (isInputObjectType(type)) return 'an object of options';
  if (isEnumType(type)) return `one of ${namesOf(type.getValues())}`;
  const range = rangeWords(constraint);
  switch (type.name) {
    case 'Int':
      return range === '' ? 'a whole number of 32 bits' : `a whole number, ${range}`;
    case 'Float':
      return range === '' ? 'a finite number' : `a finite number, ${range}`;
    case 'Boolean':
      return 'true or false';
    case 'String':
    case 'ID':
      return counted('text', 'characters', lengths(constraint));
    default:
      return `a value of the type ${type.name}`;
  }
}

export const namesOf = (named: readonly { readonly name: string }[]): string => named.map(({ name }) => name).join(', ');

/** What was given, in words. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > MOST_SHOWN ? `${value.slice(0, MOST_SHOWN)}…` : value);
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return String(value);
}
