import { isInputObjectType, isInterfaceType, isObjectType, print, valueFromAST, valueFromASTUntyped } from 'graphql';
import type { GraphQLArgument, GraphQLInputField, GraphQLSchema, InputValueDefinitionNode, ValueNode } from 'graphql';
import { constraintProblem } from './check-constraint.js';
import { constraintOf } from './constraints.js';
import { ownersOf } from './owners.js';
import type { ResolverMap } from './parts.js';
import { readValue, type ReadCustom } from './read-value.js';

type InputValue = GraphQLInputField | GraphQLArgument;

/** Every input value that the SDL declares, by its coordinate. What an interface passes on is the interface's. */
function inputValues(schema: GraphQLSchema): Map<InputValueDefinitionNode, readonly [string, InputValue]> {
  const found = new Map<InputValueDefinitionNode, readonly [string, InputValue]>();
  const add = (coordinate: string, value: InputValue): void => {
    if (value.astNode && !found.has(value.astNode)) found.set(value.astNode, [coordinate, value]);
  };
  const types = Object.values(schema.getTypeMap());
  for (const type of [...types.filter(isInterfaceType), ...types.filter(isObjectType)])
    for (const field of Object.values(type.getFields()))
      for (const argument of field.args) add(`${type.name}.${field.name}(${argument.name}:)`, argument);
  for (const type of types.filter(isInputObjectType))
    for (const field of Object.values(type.getFields())) add(`${type.name}.${field.name}`, field);
  for (const directive of schema.getDirectives())
    for (const argument of directive.args) add(`@${directive.name}(${argument.name}:)`, argument);
  return found;
}

/** Why a default is none, or null. `readValue` says it in words, and sees members that are not there; GraphQL knows literals: "A" is no enum value. */
function defaultProblem(node: ValueNode, { type, astNode }: InputValue, coordinate: string, custom: ReadCustom): string | null {
  try {
    readValue(type, valueFromASTUntyped(node), coordinate, constraintOf(astNode), { custom, complete: true });
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
  return valueFromAST(node, type) === undefined ? `${coordinate}: ${print(node)} is no ${String(type)}.` : null;
}

/**
 * Defaults fit their types and their own @constraint, and every @constraint says something that can be kept to.
 * GraphQL itself drops a default that its type refuses without a word.
 *
 * @param resolvers for what scalars of plugins take
 * @throws Error with one line a problem, each naming the input value, what is wrong and the owner
 */
export function checkInputValues(schema: GraphQLSchema, resolvers: ResolverMap): void {
  const custom: ReadCustom = ({ name }, value) => {
    const scalar = resolvers[name] as { parseValue?: (value: unknown) => unknown } | undefined;
    return scalar?.parseValue ? scalar.parseValue(value) : value;
  };
  const problems: string[] = [];
  for (const [node, [coordinate, value]] of inputValues(schema)) {
    const constraint = constraintProblem(schema, node, value.type);
    if (constraint !== null) problems.push(`The @constraint of ${coordinate} (${ownersOf([node])}) is refused: ${constraint}`);
    if (!node.defaultValue || constraint !== null) continue;
    const problem = defaultProblem(node.defaultValue, value, coordinate, custom);
    if (problem !== null)
      problems.push(`The default ${print(node.defaultValue)} of ${coordinate} (${ownersOf([node])}) is refused: ${problem}`);
  }
  if (problems.length > 0) throw new Error(`The schema has values that do not fit.\n${problems.join('\n')}`);
}
