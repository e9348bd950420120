import { getNamedType, isCompositeType, isObjectType } from 'graphql';
import type { GraphQLField, GraphQLObjectType, GraphQLSchema } from 'graphql';

export interface FieldQuery {
  /** E.g. `Mask.area`. */
  readonly coordinate: string;
  /** Asks for this field and, on the way to it, for nothing but ids. */
  readonly query: string;
}

/** What fields are asked with, by the names of their arguments, or of field and argument: what they cannot do without, and what the picture shows. */
const GIVEN: Readonly<Record<string, string>> = {
  // The last one is longer than the tiny pack reads, so that there is a notice.
  labels: `["red", "blue", "${'green '.repeat(20)}"]`,
  of: '"red"',
  attributes: '["bright"]',
  background: '["wall"]',
  box: '{ x: 10, y: 20, width: 300, height: 200 }',
  // Beside a picture that it is unlike, so that there are thresholds and something above them.
  'anomaly.by': '{ memory: { normal: [{ sample: "honey-bee" }], deviations: 0 } }',
  boxes: '[{ x: 10, y: 20, width: 300, height: 200 }]',
};

/** Object types that can be reached from an image, each with a shortest way there, as names of fields with arguments. */
export function reached(schema: GraphQLSchema): Map<GraphQLObjectType, readonly string[]> {
  const found = new Map<GraphQLObjectType, readonly string[]>();
  const waiting: [GraphQLObjectType, readonly string[]][] = [[schema.getType('Image') as GraphQLObjectType, []]];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const [type, way] = next;
    if (found.has(type)) continue;
    found.set(type, way);
    for (const field of Object.values(type.getFields())) {
      const target = getNamedType(field.type);
      if (isObjectType(target)) waiting.push([target, [...way, asked(field)]]);
    }
  }
  return found;
}

function asked(field: GraphQLField<unknown, unknown>): string {
  const given = field.args.flatMap(({ name }) => {
    const value = GIVEN[`${field.name}.${name}`] ?? GIVEN[name];
    return value === undefined ? [] : [`${name}: ${value}`];
  });
  return given.length > 0 ? `${field.name}(${given.join(', ')})` : field.name;
}

/** One query for each field of each type that can be reached from an image. */
export const everyField = (schema: GraphQLSchema): FieldQuery[] =>
  [...reached(schema)].flatMap(([type, way]) =>
    Object.values(type.getFields()).map((field) => {
      const leaf = isCompositeType(getNamedType(field.type)) ? `${asked(field)} { id }` : asked(field);
      const within = way.reduceRight((inner, step) => `${step} { id ${inner} }`, leaf);
      return {
        coordinate: `${type.name}.${field.name}`,
        query: `query ($source: ImageSource!) { image(source: $source) { id ${within} } }`,
      };
    }),
  );

/** Whether an answer has anything for its field, so that it could be lost at all. */
export function hasValue(answer: unknown, { coordinate }: FieldQuery): boolean {
  let found = false;
  JSON.stringify(answer, (key, value: unknown) => {
    if (coordinate.endsWith(`.${key}`) && value !== null && !(Array.isArray(value) && value.length === 0)) found = true;
    return value;
  });
  return found;
}
