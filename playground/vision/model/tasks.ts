import { isInterfaceType, isListType, isNonNullType, getNamedType, getNullableType, GraphQLString } from 'graphql';
import type { GraphQLArgument, GraphQLInputType, GraphQLOutputType, GraphQLSchema } from 'graphql';
import { NAMES } from './field-names';
import { methodTitle } from './method-title';
import { optionsOf, type Option } from './options';
import type { Side } from './view';
import { wordsOf } from './words';
import type { StartQuery } from '../queries.generated';

export type Plugin = StartQuery['plugins'][number];
type ListedMethod = Plugin['methods'][number];

/** One way to answer a task. */
export interface Method extends Omit<ListedMethod, 'options'> {
  /** What people call it. */
  readonly title: string;
  readonly plugin: Plugin;
  readonly options: readonly Option[];
}

/** The argument that says what is looked for. */
export interface Words {
  readonly name: string;
  /** Whether it takes several. */
  readonly many: boolean;
  /** Whether it may be left out. */
  readonly optional: boolean;
  readonly fallback: string | null;
}

/** A question that every picture can be asked: a field of a visual that plugins have methods for. */
export interface Task {
  /** Name of the field. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly type: GraphQLOutputType;
  /** null where the task takes no words. */
  readonly words: Words | null;
  /** Whether there is an argument `by`. */
  readonly by: GraphQLInputType | null;
  /** What else can be said, with the task's own defaults. */
  readonly args: readonly Option[];
  /** Those that can run first, the default one foremost. */
  readonly methods: readonly Method[];
}

/** The tasks of a server. What a task is and takes is read from the schema alone: a new one needs no change here. */
export function tasksOf(schema: GraphQLSchema, plugins: readonly Plugin[]): Task[] {
  const visual = schema.getType('Visual');
  if (!isInterfaceType(visual)) return [];
  const fields = visual.getFields();
  const methods = plugins.flatMap((plugin) => plugin.methods.map((method) => ({ method, plugin })));
  const names = [...new Set(methods.map(({ method }) => method.task))].filter((name) => fields[name]);
  return names.map((name) => {
    const field = fields[name]!;
    const words = wordsArgument(field.args);
    const by = field.args.find((argument) => argument.name === 'by')?.type ?? null;
    return {
      name,
      title: wordsOf(name),
      description: field.description ?? '',
      type: field.type,
      words: words
        ? {
            name: words.name,
            many: isListType(getNullableType(words.type)),
            optional: !isNonNullType(words.type),
            fallback: typeof words.defaultValue === 'string' ? words.defaultValue : null,
          }
        : null,
      by,
      args: optionsOf(schema, field.args.filter((argument) => argument !== words && argument.name !== 'by').map(listed)),
      methods: methods
        .filter(({ method }) => method.task === name)
        .map(({ method, plugin }): Method => {
          const options = optionsOf(schema, method.options);
          return { ...method, title: methodTitle(method.key, by), plugin, options };
        })
        .sort((one, two) => rank(two) - rank(one)),
    };
  });
}

/** Who answers for a side: what it names, else what the server would take. */
export const methodOf = (task: Task, { method }: Pick<Side, 'method'>): Method | undefined =>
  task.methods.find(({ key }) => key === method) ?? task.methods[0];

const rank = ({ available, default: priority }: Method): number => (available ? 1e9 : 0) + (priority ?? -1);

/** A list of texts that must be given, else one text that may not be null, else one that may be named. */
function wordsArgument(args: readonly GraphQLArgument[]): GraphQLArgument | undefined {
  const texts = args.filter(({ type }) => getNamedType(type) === GraphQLString);
  const isList = ({ type }: GraphQLArgument): boolean => isListType(getNullableType(type));
  return (
    texts.find((text) => isNonNullType(text.type) && isList(text) && text.defaultValue === undefined) ??
    texts.find((text) => isNonNullType(text.type) && !isList(text)) ??
    texts.find((text) => NAMES.includes(text.name) && !isList(text))
  );
}

const listed = ({ name, type, defaultValue, description }: GraphQLArgument) => ({
  name,
  type: String(type),
  default: defaultValue === undefined ? null : JSON.stringify(defaultValue),
  min: null,
  max: null,
  description: description ?? null,
});
