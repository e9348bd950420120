import { getDirectiveValues, getNamedType, getNullableType, isListType } from 'graphql';
import type { GraphQLInputType, GraphQLSchema, InputValueDefinitionNode } from 'graphql';
import { CONSTRAINT, constraintOf, type Constraint, type ConstraintName } from './constraints.js';
import { items, lengths } from './ranges.js';

const NUMBERS = ['Int', 'Float'];
const TEXTS = ['String', 'ID'];

/** Whether an argument says something about a type. */
function concerns(argument: ConstraintName, type: GraphQLInputType): boolean {
  if (argument.endsWith('Items')) return isListType(getNullableType(type));
  return (argument.endsWith('Length') ? TEXTS : NUMBERS).includes(getNamedType(type).name);
}

/** Whether some number keeps to the bounds; where only whole ones are meant, some whole number. */
function hasRoom({ min, max, exclusiveMin, exclusiveMax }: Constraint, whole: boolean): boolean {
  if (whole) {
    const low = min !== undefined ? Math.ceil(min) : exclusiveMin !== undefined ? Math.floor(exclusiveMin) + 1 : -Infinity;
    const high = max !== undefined ? Math.floor(max) : exclusiveMax !== undefined ? Math.ceil(exclusiveMax) - 1 : Infinity;
    return low <= high;
  }
  const [low, high] = [min ?? exclusiveMin ?? -Infinity, max ?? exclusiveMax ?? Infinity];
  return exclusiveMin === undefined && exclusiveMax === undefined ? low <= high : low < high;
}

/**
 * What is wrong with the @constraint of an input value; null: nothing, or there is none.
 * Unknown arguments are check-sdl.ts's business.
 */
export function constraintProblem(schema: GraphQLSchema, node: InputValueDefinitionNode, type: GraphQLInputType): string | null {
  const directive = schema.getDirective(CONSTRAINT);
  if (!directive) return null;
  try {
    getDirectiveValues(directive, node);
  } catch (cause) {
    return (cause as Error).message;
  }
  const constraint = constraintOf(node);
  const names = Object.keys(constraint) as ConstraintName[];
  const directives = node.directives?.filter(({ name }) => name.value === CONSTRAINT) ?? [];
  if (directives.some(({ arguments: given = [] }) => given.length === 0)) return 'it has no argument, and says nothing.';
  const negative = names.find((argument) => /^min(Length|Items)$/.test(argument) && constraint[argument]! < 0);
  if (negative !== undefined) return `${negative} is below 0.`;
  const idle = names.find((argument) => !concerns(argument, type));
  if (idle !== undefined) return `${idle} says nothing about ${String(type)}.`;
  for (const end of ['min', 'max'] as const)
    if (constraint[end] !== undefined && constraint[end === 'min' ? 'exclusiveMin' : 'exclusiveMax'] !== undefined)
      return `${end} and ${end === 'min' ? 'exclusiveMin' : 'exclusiveMax'} are two bounds for one end.`;
  const sizes = [lengths(constraint), items(constraint)];
  const room =
    hasRoom(constraint, getNamedType(type).name === 'Int') && sizes.every(({ min, max }) => hasRoom({ min: min ?? 0, max }, true));
  return room ? null : 'no value keeps to it.';
}
