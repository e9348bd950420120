import {
  defaultFieldResolver,
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import { breathe } from '../../core/math/breathe.js';
import type { Operation } from '../../core/operation.js';
import { isIterable } from '../assemble/is-iterable.js';
import { isThenable } from '../assemble/is-thenable.js';
import type { ResolverContext } from '../context.js';
import { objectTypesOf, selectedFields, type Asked } from './selected-fields.js';

type Field = GraphQLField<unknown, ResolverContext | undefined>;
/** @returns the value as GraphQL goes through it */
type Measure = (value: unknown, operation: Operation, info: GraphQLResolveInfo) => unknown;

/** What GraphQL goes through in a millisecond or less. */
const FEW_BYTES = 4000;
const FEW_FIELDS = 200;

const isList = (type: GraphQLOutputType): boolean => isListType(getNullableType(type));

/** About what a leaf takes in JSON; no number is longer than 24 characters, most fractions have about 20. */
function bytesOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value === 'number') return Number.isInteger(value) ? 8 : 20;
  if (isIterable(value)) {
    let sum = 2;
    for (const item of value) sum += bytesOf(item) + 1;
    return sum;
  }
  return 5;
}

/** Of one selection; lists share it item by item. */
const sizes = new WeakMap<readonly FieldNode[], number>();

/** How many fields an item has, those of the objects in it included; of lists in it just the list, which is counted when it is there. */
function fieldsOf(types: readonly GraphQLObjectType[], nodes: readonly FieldNode[], asked: Asked): number {
  const counts = types.map((type) =>
    selectedFields(type, nodes, asked).reduce(
      (sum, { field, nodes: below }) =>
        sum + 1 + (isList(field.type) ? 0 : fieldsOf(objectTypesOf(field.type, asked.schema), below, asked)),
      0,
    ),
  );
  return Math.max(0, ...counts);
}

/** After a turn of the event loop where there is need of one: GraphQL takes none while it goes through what is there. */
async function later<Value>(value: Value, operation: Operation): Promise<Value> {
  await breathe(operation.lane);
  operation.throwIfOver();
  operation.throwIfFull();
  return value;
}

const measureLeaf: Measure = (value, operation, { path }) => {
  const bytes = bytesOf(value) + (typeof path.key === 'string' ? path.key.length + 4 : 0);
  operation.takeAnswer('answerBytes', bytes);
  return isIterable(value) && bytes > FEW_BYTES ? later(value, operation) : value;
};

const measureList: Measure = (value, operation, { schema, fragments, variableValues, fieldNodes, returnType }) => {
  const asked = { schema, fragments, variables: variableValues };
  const size = sizes.get(fieldNodes) ?? fieldsOf(objectTypesOf(returnType, schema), fieldNodes, asked);
  sizes.set(fieldNodes, size);
  const count = size * countItems(value);
  operation.takeAnswer('answerFields', count);
  return count > FEW_FIELDS ? Array.from(value as Iterable<unknown>, (item) => later(item, operation)) : value;
};

/** Of lists in lists those within. */
function countItems(value: unknown): number {
  if (!isIterable(value)) return 1;
  let count = 0;
  for (const item of value) count += countItems(item);
  return count;
}

/** What is there is counted before GraphQL goes through it. @throws LIMIT_EXCEEDED at the field */
function measured({ resolve = defaultFieldResolver, type }: Field, measure: Measure): Field['resolve'] {
  return (source: unknown, args: object, context: ResolverContext | undefined, info: GraphQLResolveInfo): unknown => {
    if (context?.operation.toldFull && !isNonNullType(type)) return null;
    context?.operation.throwIfFull();
    const value: unknown = resolve(source, args, context, info);
    if (context === undefined) return value;
    const count = (given: unknown): unknown => {
      if (given === null || given === undefined || (context.operation.toldFull && !isNonNullType(type))) return null;
      return measure(given, context.operation, info);
    };
    return isThenable(value) ? value.then(count) : count(value);
  };
}

/** Counts every answer of the schema while it is put together: the bytes of its leaves, the fields of its lists' items. */
export function measureAnswers(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields()) as Field[]) {
      if (isLeafType(getNamedType(field.type))) field.resolve = measured(field, measureLeaf);
      else if (isList(field.type)) field.resolve = measured(field, measureList);
    }
  }
}
