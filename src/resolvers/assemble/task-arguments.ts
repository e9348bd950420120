import { isInterfaceType, type GraphQLArgument, type GraphQLSchema } from 'graphql';
import type { ArgumentsOf, AskedArguments } from '../../core/call/arguments.js';
import { badInput } from '../../core/errors.js';
import { isObject } from '../../core/is-object.js';
import { AS_GRAPHQL, readMember } from './read-value.js';
import { namesOf, shown } from './value-words.js';

function reader(task: string, all: readonly GraphQLArgument[]): (question: unknown) => AskedArguments {
  const own = all.filter(({ name }) => name !== 'by');
  return (question) => {
    if (!isObject(question))
      throw badInput('question', `must be an object of the arguments of ${task} (${namesOf(all)}), not ${shown(question)}.`);
    const strange = Object.keys(question).find((name) => !all.some((argument) => argument.name === name));
    if (strange !== undefined) throw badInput(strange, `is no argument of ${task}; there are ${namesOf(all)}.`);
    const entries = own.map((argument) => [argument.name, readMember(argument, question, argument.name, AS_GRAPHQL)] as const);
    return { asked: Object.freeze(Object.fromEntries(entries.filter(([, value]) => value !== undefined))), by: question['by'] };
  };
}

/** The arguments of every task's field on Visual: the one place that says what may be asked. */
export function taskArguments(schema: GraphQLSchema, tasks: readonly { readonly name: string }[]): ArgumentsOf {
  const visual = schema.getType('Visual');
  const fields = isInterfaceType(visual) ? visual.getFields() : {};
  const known = new Map(tasks.map(({ name }) => [name, reader(name, fields[name]?.args ?? [])]));
  return (task) => {
    const found = known.get(task);
    if (!found) throw new Error(`There is no task "${task}" whose arguments could be read.`);
    return found;
  };
}
