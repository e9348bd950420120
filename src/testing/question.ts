import {
  getNamedType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';

/** Deep enough for a list of objects with a mask. */
const DEEPEST = 3;

/** What an answer says of how it came about: other at each question. */
const ASIDE = new Set(['meta', 'timings']);

/** Parts that can be asked themselves, and pictures, which are made anew for each. */
const isAsked = (type: unknown): boolean =>
  isObjectType(type) && (type.name === 'Picture' || type.getInterfaces().some(({ name }) => name === 'Visual'));

/** All that an answer shows without further arguments, as a selection. */
function selection(type: GraphQLObjectType, depth: number): string {
  const fields = Object.values(type.getFields()).flatMap(({ name, args, type: fieldType }) => {
    const inner = getNamedType(fieldType);
    if (ASIDE.has(name) || args.some(isRequiredArgument) || isAsked(inner) || isInterfaceType(inner)) return [];
    if (isLeafType(inner)) return [name];
    const below = isObjectType(inner) && depth > 0 ? selection(inner, depth - 1) : '';
    return below === '' ? [] : [`${name} { ${below} }`];
  });
  return fields.join(' ');
}

/** Something of a type, as a literal: the fake encoder and the tiny pack know these colours. */
function literal(type: GraphQLInputType): string | null {
  if (isNonNullType(type)) return literal(type.ofType);
  if (isListType(type)) return getNamedType(type).name === 'String' ? '["red", "blue"]' : null;
  return { String: '"red"', ID: '"red"', Int: '1', Float: '0.5', Boolean: 'true' }[getNamedType(type).name] ?? null;
}

const argument = (given: Readonly<Record<string, string>>, { name, type }: GraphQLArgument): string => {
  const value = given[name] ?? literal(type);
  if (value === null) throw new Error(`nothing is known to ask for the argument "${name}": give it by \`ask\`.`);
  return `${name}: ${value}`;
};

/** What of a task's field is asked by itself, e.g. `segmentation(labels: ["red", "blue"], by: { mine: {} }) { ... }`. */
export function questionOf(
  schema: GraphQLSchema,
  task: string,
  how: {
    readonly key: string;
    readonly options: string;
    readonly given: Readonly<Record<string, string>>;
    /** How many levels of objects below the answer are selected. */
    readonly depth?: number;
  },
): string {
  const { key, options, given, depth = DEEPEST } = how;
  const field = (schema.getType('Image') as GraphQLObjectType).getFields()[task] as GraphQLField<unknown, unknown>;
  const args = field.args.filter((one) => one.name !== 'by' && (isRequiredArgument(one) || one.name in given));
  const written = [...args.map((one) => argument(given, one)), `by: { ${key}: ${options} }`].join(', ');
  return `${task}(${written}) { ${selection(getNamedType(field.type) as GraphQLObjectType, depth)} meta { method encoderRuns } }`;
}
