import { isInputObjectType, type GraphQLInputField, type GraphQLSchema } from 'graphql';
import { requiredOptions } from './method-options.js';
import { ownerOf } from './owners.js';
import type { MethodPart } from './parts.js';

/** Why a method cannot run without being named; null: it can. */
function hindranceOf(member: GraphQLInputField): string | null {
  if (!isInputObjectType(member.type)) return `${member.name} is ${String(member.type)}, no input object, and must be given`;
  const required = requiredOptions(member);
  return required.length === 0 ? null : `${member.type.name} has what must be given: ${required.join(', ')}`;
}

/**
 * Every registered method has its member in its task's @oneOf input, and every member its method: otherwise a name
 * could not be asked for, or asking for it could only fail. One with a `default` priority can run without options.
 * @throws Error naming the plugin
 */
export function checkMethods(schema: GraphQLSchema, methods: readonly MethodPart[]): void {
  const inputs = new Map<string, Set<string>>();
  for (const { plugin, task, key, default: priority } of methods) {
    const input = schema.getType(task.methodInput);
    if (!isInputObjectType(input))
      throw new Error(`Plugin "${plugin}" registers a method for the task "${task.name}", but there is no input ${task.methodInput}.`);
    const member = input.getFields()[key];
    if (!member)
      throw new Error(
        `Plugin "${plugin}" registers the method "${key}" of "${task.name}", but its schema has no \`extend input ${task.methodInput} { ${key}: ... }\`.`,
      );
    if (!input.isOneOf)
      throw new Error(`The input ${task.methodInput} of the task "${task.name}" (${ownerOf(input.astNode)}) must be @oneOf.`);
    const hindrance = priority === undefined ? null : hindranceOf(member);
    if (hindrance !== null)
      throw new Error(
        `Plugin "${plugin}" gives the method "${key}" of "${task.name}" a \`default\` priority, but it can never run by default: ${hindrance}.`,
      );
    inputs.set(task.methodInput, (inputs.get(task.methodInput) ?? new Set()).add(key));
  }
  for (const [name, keys] of inputs) {
    const input = schema.getType(name);
    if (!isInputObjectType(input)) continue;
    const lost = Object.values(input.getFields()).find((field) => !keys.has(field.name));
    if (lost) throw new Error(`${name}.${lost.name} (${ownerOf(lost.astNode)}) names a method that no plugin registers.`);
  }
}
