import { GraphQLError, isEnumType, type GraphQLSchema } from 'graphql';
import { LONGEST_NAME } from './query-text.js';

/** Characters of a wrong value that are told. */
const TOLD = 50;

/**
 * Has enums refuse what is longer than any name at once. GraphQL takes it apart into characters to find out which value was meant: of seven megabytes a second,
 * each time that the variable is read.
 */
export function refuseLongEnumValues(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isEnumType(type)) continue;
    const parse = type.parseValue.bind(type);
    type.parseValue = (value, ...more) => {
      if (typeof value === 'string' && value.length > LONGEST_NAME)
        throw new GraphQLError(`Value "${value.slice(0, TOLD)}…" does not exist in "${type.name}" enum.`);
      return parse(value, ...more) as unknown;
    };
  }
}
