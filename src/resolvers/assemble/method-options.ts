import { GraphQLNonNull, isInputObjectType, isRequiredInputField, print } from 'graphql';
import type { GraphQLInputField, GraphQLSchema } from 'graphql';
import type { MethodOptions, OptionInfo, OptionsOf } from '../../core/call/options.js';
import { constraintOf } from './constraints.js';
import { readValue } from './read-value.js';

/** Where a task's methods are declared. */
interface TaskInput {
  readonly name: string;
  readonly methodInput: string;
}

function describe({ name, type, astNode, description }: GraphQLInputField): OptionInfo {
  const { min, max, exclusiveMin, exclusiveMax } = constraintOf(astNode);
  return {
    name,
    type: String(type),
    default: astNode?.defaultValue ? print(astNode.defaultValue) : null,
    min: min ?? exclusiveMin ?? null,
    max: max ?? exclusiveMax ?? null,
    description: description ?? null,
  };
}

/** Options of a member of `by` that must be given; what is no input object must itself. */
export function requiredOptions({ name, type }: Pick<GraphQLInputField, 'name' | 'type'>): readonly string[] {
  if (!isInputObjectType(type)) return [name];
  const fields = Object.values(type.getFields());
  return (type.isOneOf ? fields : fields.filter(isRequiredInputField)).map((field) => field.name);
}

function optionsOf(member: GraphQLInputField): MethodOptions {
  const { name: key, type, astNode } = member;
  const constraint = constraintOf(astNode);
  const path = `by.${key}`;
  const read = (given: unknown) => readValue(new GraphQLNonNull(type), given, path, constraint) as Readonly<Record<string, unknown>>;
  const required = requiredOptions(member);
  // Without options of its own the member's value is all that the method gets; nothing stands for it.
  if (!isInputObjectType(type)) return { read, required, list: [] };
  const fields = Object.values(type.getFields());
  return { read: (given) => read(given ?? {}), required, list: fields.map(describe) };
}

/** The options of every method, out of the members of the tasks' @oneOf inputs: the one place that says what a method takes. */
export function methodOptions(schema: GraphQLSchema, tasks: readonly TaskInput[]): OptionsOf {
  const known = new Map(
    tasks.map(({ name, methodInput }) => {
      const input = schema.getType(methodInput);
      const members = isInputObjectType(input) ? Object.values(input.getFields()) : [];
      return [name, new Map(members.map((member) => [member.name, optionsOf(member)]))] as const;
    }),
  );
  return (task, key) => {
    const found = known.get(task)?.get(key);
    if (!found) throw new Error(`There is no method "${key}" of ${task} whose options could be read.`);
    return found;
  };
}
