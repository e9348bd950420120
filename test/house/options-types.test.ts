import { buildSchema, parse } from 'graphql';
import { expect, it } from 'vitest';
import { optionsTypes } from '../../scripts/options-types.js';

const plugin = `
  extend input CountMethod { odd: OddOptions plain: Boolean }
  "Options of \`odd\`."
  input OddOptions {
    "How closely, 0 to 1."
    share: Float! = 1
    size: Int
    names: [String!]!
    grid: [[Float]!]
    mode: Mode! = FAST
    detail: Detail
    inner: Inner
    colour: Colour
  }
  """
  First line.

  Ends no comment: */
  """
  enum Mode { "At once." FAST SLOW }
  input Inner { again: Inner either: Either! }
  input Either @oneOf { a: ID b: Boolean }
  scalar Colour
  input Unused { a: Int }
`;

it('a plugin’s options become complete, readonly types with all that they refer to, and no more', () => {
  const core = 'type Query { a: Int } input CountMethod @oneOf { other: Other } input Other { a: Int } enum Detail { LOW HIGH }';
  expect(optionsTypes(parse(plugin), buildSchema(core + plugin))).toBe(`// Written by \`npm run codegen\` from plugin.graphql; edit that.

/** Options of \`odd\`. */
export interface OddOptions {
  /** How closely, 0 to 1. */
  readonly share: number;
  readonly size: number | null;
  readonly names: readonly string[];
  readonly grid: readonly (readonly (number | null)[])[] | null;
  readonly mode: Mode;
  readonly detail: Detail | null;
  readonly inner: Inner | null;
  readonly colour: unknown | null;
}

/**
 * First line.
 *
 * Ends no comment: *\\/
 */
export type Mode =
  /** At once. */
  | 'FAST'
  | 'SLOW';

export type Detail =
  | 'LOW'
  | 'HIGH';

export interface Inner {
  readonly again: Inner | null;
  readonly either: Either;
}

export interface Either {
  readonly a: string | null;
  readonly b: boolean | null;
}
`);
});
