import type { GraphQLScalarType } from 'graphql';
import { badInput } from '../../core/errors.js';
import type { Constraint } from './constraints.js';
import { inRange, lengths, rangeWords } from './ranges.js';
import { shown, wanted } from './value-words.js';

/** GraphQL's Int has 32 bits. */
const isInt = (value: unknown): value is number => Number.isInteger(value) && (value as number) === ((value as number) | 0);

function readText(type: GraphQLScalarType, value: unknown, path: string, constraint: Constraint): string {
  // An ID may be written as a number.
  const text = type.name === 'ID' && Number.isInteger(value) ? String(value) : value;
  const must = `must be ${wanted(type, constraint)}`;
  if (typeof text !== 'string') throw badInput(path, `${must}, not ${shown(value)}.`);
  const { length } = [...text];
  if (!inRange(length, lengths(constraint))) throw badInput(path, `${must}, not of ${length}.`);
  return text;
}

function readFloat(type: GraphQLScalarType, value: unknown, path: string, constraint: Constraint): number {
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw badInput(path, `must be ${wanted(type, constraint)}, not ${shown(value)}.`);
  if (!inRange(value, constraint)) throw badInput(path, `must be ${rangeWords(constraint)}, not ${value}.`);
  return value;
}

/**
 * A value of a scalar that GraphQL itself has.
 * @throws BAD_INPUT
 */
export function readScalar(type: GraphQLScalarType, value: unknown, path: string, constraint: Constraint): number | string | boolean {
  const refused = () => badInput(path, `must be ${wanted(type, constraint)}, not ${shown(value)}.`);
  switch (type.name) {
    case 'Int':
      if (!isInt(value) || !inRange(value, constraint)) throw refused();
      return value;
    case 'Float':
      return readFloat(type, value, path, constraint);
    case 'Boolean':
      if (typeof value !== 'boolean') throw refused();
      return value;
    default:
      return readText(type, value, path, constraint);
  }
}
