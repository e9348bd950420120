import { defaultFieldResolver, getNamedType, isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { PartAnswer } from '../../core/visual/part-answer.js';
import { isThenable } from './is-thenable.js';

const opened = (value: unknown): unknown => (value instanceof PartAnswer ? PartAnswer.visualOf(value) : value);

/** Regions that answers hold are closed, since methods get answers, too; where GraphQL goes on through one it is opened. */
export function openParts(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (getNamedType(field.type).name !== 'Region') continue;
      const inner = (field.resolve ?? defaultFieldResolver) as GraphQLFieldResolver<unknown, unknown, object, unknown>;
      field.resolve = (source, args: object, context, info): unknown => {
        const value = inner(source, args, context, info);
        return isThenable(value) ? value.then(opened) : opened(value);
      };
    }
  }
}
