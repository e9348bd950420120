import { Kind, type InputValueDefinitionNode } from 'graphql';

/** Arguments of @constraint (schema/constraint.graphql). */
const NAMES = ['min', 'max', 'exclusiveMin', 'exclusiveMax', 'minLength', 'maxLength', 'minItems', 'maxItems'] as const;
export type ConstraintName = (typeof NAMES)[number];

/**
 * The directive's name; its arguments are those of the library graphql-constraint-directive, which is not used: by its README and code (6.0.0)
 * it either replaces Int, Float and String in the schema by scalars of its own, or refuses the whole request before it runs. Neither serves plugins that
 * ask each other without GraphQL.
 */
export const CONSTRAINT = 'constraint';

/** What a value must keep to; absent: no bound. */
export type Constraint = Readonly<Partial<Record<ConstraintName, number>>>;

export const UNBOUND: Constraint = {};

const isName = (name: string): name is ConstraintName => (NAMES as readonly string[]).includes(name);

/** What the SDL says about an input value. Its literals were checked at the start (check-constraint.ts). */
export function constraintOf(node: InputValueDefinitionNode | null | undefined): Constraint {
  const directive = node?.directives?.find(({ name }) => name.value === CONSTRAINT);
  if (!directive) return UNBOUND;
  const found: Partial<Record<ConstraintName, number>> = {};
  for (const { name, value } of directive.arguments ?? [])
    if (isName(name.value) && (value.kind === Kind.INT || value.kind === Kind.FLOAT)) found[name.value] = Number(value.value);
  return found;
}

/** What holds for an item of a list: all but the number of items. */
export const ofItems = ({ minItems: _least, maxItems: _most, ...rest }: Constraint): Constraint => rest;
