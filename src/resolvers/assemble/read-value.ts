import { isEnumType, isInputObjectType, isListType, isNonNullType, isSpecifiedScalarType, valueFromAST } from 'graphql';
import type {
  GraphQLArgument,
  GraphQLEnumType,
  GraphQLInputField,
  GraphQLInputObjectType,
  GraphQLInputType,
  GraphQLList,
  GraphQLScalarType,
} from 'graphql';
import { badInput } from '../../core/errors.js';
import { isObject } from '../../core/is-object.js';
import { isIterable } from './is-iterable.js';
import { constraintOf, ofItems, type Constraint } from './constraints.js';
import { frozenCopy } from '../../core/call/frozen-copy.js';
import { inRange, items } from './ranges.js';
import { readScalar } from './read-scalar.js';
import { namesOf, shown, wanted } from './value-words.js';

/** What becomes of a value of a scalar that GraphQL does not have. */
export type ReadCustom = (type: GraphQLScalarType, value: unknown) => unknown;

/** A scalar's own value, which only its plugin understands. */
const asItIs: ReadCustom = (_type, value) => frozenCopy(value);

/** How values are read. */
export interface Reading {
  readonly custom: ReadCustom;
  /** Whether what is absent and has no default is null, or absent still, as GraphQL leaves it. */
  readonly complete: boolean;
}

const COMPLETE: Reading = { custom: asItIs, complete: true };
/** As GraphQL coerces a query's arguments. */
export const AS_GRAPHQL: Reading = { custom: asItIs, complete: false };

/**
 * A value by its type, complete and frozen, whether GraphQL has coerced it already or a plugin wrote it in JavaScript.
 *
 * @param path how errors name it, e.g. `by.maskclip.threshold`
 * @returns input objects with the default of what is absent; what has none is null, or absent still
 * @throws BAD_INPUT
 */
export function readValue(
  type: GraphQLInputType,
  value: unknown,
  path: string,
  constraint: Constraint,
  reading: Reading = COMPLETE,
): unknown {
  if (isNonNullType(type)) {
    if (value === null || value === undefined) throw badInput(path, `must be ${wanted(type, constraint)}, not null.`);
    return readValue(type.ofType, value, path, constraint, reading);
  }
  if (value === null || value === undefined) return null;
  if (isListType(type)) return readList(type, value, path, constraint, reading);
  if (isInputObjectType(type)) return readObject(type, value, path, reading);
  if (isEnumType(type)) return readEnum(type, value, path);
  return isSpecifiedScalarType(type) ? readScalar(type, value, path, constraint) : reading.custom(type, value);
}

/** As GraphQL has it, one value stands for a list of it. */
function readList(
  type: GraphQLList<GraphQLInputType>,
  value: unknown,
  path: string,
  constraint: Constraint,
  reading: Reading,
): readonly unknown[] {
  const all = isIterable(value) ? [...value] : null;
  const length = all?.length ?? 1;
  if (!inRange(length, items(constraint))) throw badInput(path, `must be ${wanted(type, constraint)}, not of ${length}.`);
  const inner = ofItems(constraint);
  if (all === null) return Object.freeze([readValue(type.ofType, value, path, inner, reading)]);
  return Object.freeze(all.map((item, index) => readValue(type.ofType, item, `${path}[${index}]`, inner, reading)));
}

/** Coerced already: the value that stands for a name inside; otherwise the name. */
function readEnum(type: GraphQLEnumType, value: unknown, path: string): unknown {
  const values = type.getValues();
  const found = values.find((each) => Object.is(each.value, value)) ?? values.find(({ name }) => name === value);
  if (!found) throw badInput(path, `must be ${wanted(type, {})}, not ${shown(value)}.`);
  return found.value;
}

function readObject(type: GraphQLInputObjectType, value: unknown, path: string, reading: Reading): Readonly<Record<string, unknown>> {
  if (!isObject(value)) throw badInput(path, `must be an object of options, not ${shown(value)}.`);
  const fields = Object.values(type.getFields());
  const strange = Object.keys(value).find((name) => !fields.some((field) => field.name === name));
  if (strange !== undefined) throw badInput(`${path}.${strange}`, `is not known here; there are ${namesOf(fields)}.`);
  const entries = fields
    .map((field) => [field.name, readMember(field, value, `${path}.${field.name}`, reading)] as const)
    .filter(([, member]) => member !== undefined);
  // Where all members are there, what was not chosen is null.
  if (type.isOneOf && entries.filter(([, member]) => member !== null).length !== 1)
    throw badInput(path, `must have exactly one of ${namesOf(fields)}.`);
  return Object.freeze(Object.fromEntries(entries));
}

/**
 * A member of an input object, or an argument of a field.
 * @returns undefined where it is absent, has no default, and the reading leaves it so
 * @throws BAD_INPUT
 */
export function readMember(
  { name, type, astNode }: GraphQLInputField | GraphQLArgument,
  all: Readonly<Record<string, unknown>>,
  path: string,
  reading: Reading,
): unknown {
  const constraint = constraintOf(astNode);
  const given = Object.hasOwn(all, name) ? all[name] : undefined;
  if (given !== undefined) return readValue(type, given, path, constraint, reading);
  // Out of the SDL each time: a value that two calls share could be changed by one.
  if (astNode?.defaultValue) return readValue(type, valueFromAST(astNode.defaultValue, type), path, constraint, reading);
  if (isNonNullType(type)) throw badInput(path, `must be given: ${wanted(type, constraint)}.`);
  return reading.complete ? null : undefined;
}
