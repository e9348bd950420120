import { isInputObjectType, type GraphQLSchema } from 'graphql';
import { ownerOf } from './owners.js';
import type { MethodPart } from './parts.js';

/**
 * Every registered method has its member in its task's @oneOf input, and every member its method: otherwise a name
 * could not be asked for, or asking for it could only fail.
 * @throws Error naming the plugin
 */
export function checkMethods(schema: GraphQLSchema, methods: readonly MethodPart[]): void {
  const inputs = new Map<string, Set<string>>();
  for (const { plugin, task, key } of methods) {
    const input = schema.getType(task.methodInput);
    if (!isInputObjectType(input))
      throw new Error(`Plugin "${plugin}" registers a method for the task "${task.name}", but there is no input ${task.methodInput}.`);
    if (!input.getFields()[key])
      throw new Error(
        `Plugin "${plugin}" registers the method "${key}" of "${task.name}", but its schema has no \`extend input ${task.methodInput} { ${key}: ... }\`.`,
      );
    if (!input.isOneOf)
      throw new Error(`The input ${task.methodInput} of the task "${task.name}" (${ownerOf(input.astNode)}) must be @oneOf.`);
    inputs.set(task.methodInput, (inputs.get(task.methodInput) ?? new Set()).add(key));
  }
  for (const [name, keys] of inputs) {
    const input = schema.getType(name);
    if (!isInputObjectType(input)) continue;
    const lost = Object.values(input.getFields()).find((field) => !keys.has(field.name));
    if (lost) throw new Error(`${name}.${lost.name} (${ownerOf(lost.astNode)}) names a method that no plugin registers.`);
  }
}
