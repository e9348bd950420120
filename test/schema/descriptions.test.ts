import { isEnumType, isInputObjectType, isInterfaceType, isIntrospectionType, isObjectType, isSpecifiedScalarType } from 'graphql';
import type { GraphQLNamedType } from 'graphql';
import { expect, it } from 'vitest';
import { builtIns } from '../../src/plugins/index.js';
import { buildSchema } from '../../src/server/build-schema.js';

interface Described {
  readonly description?: string | null;
}

/** Everything of a type that a reader of the schema meets, by its coordinate. */
function parts(type: GraphQLNamedType): [string, Described][] {
  const all: [string, Described][] = [[type.name, type]];
  if (isObjectType(type) || isInterfaceType(type))
    for (const field of Object.values(type.getFields())) {
      all.push([`${type.name}.${field.name}`, field]);
      for (const argument of field.args) all.push([`${type.name}.${field.name}(${argument.name}:)`, argument]);
    }
  if (isInputObjectType(type)) for (const field of Object.values(type.getFields())) all.push([`${type.name}.${field.name}`, field]);
  if (isEnumType(type)) for (const value of type.getValues()) all.push([`${type.name}.${value.name}`, value]);
  return all;
}

it('every type, field, argument, option and enum value says what it is', () => {
  const types = Object.values(buildSchema(builtIns).getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
  const silent = types.flatMap(parts).filter(([, { description }]) => !description?.trim());
  expect(silent.map(([coordinate]) => coordinate)).toEqual([]);
});
