import { buildSchema, graphqlSync, type GraphQLResolveInfo } from 'graphql';
import { describe, expect, it } from 'vitest';
import { namesSelected } from './selected-fields.js';

const schema = buildSchema(`
  type Query { a: Node, other: Node }
  interface Node { name: String, next: Node }
  type Leaf implements Node { name: String, next: Node, colour: String }
  type Branch implements Node { name: String, next: Node, size: Int }
`);

function namesBelowA(query: string, variableValues = {}): string[] {
  let names: string[] = [];
  const a = (_args: unknown, _context: unknown, info: GraphQLResolveInfo): null => {
    names = [...namesSelected(info)].sort();
    return null;
  };
  expect(graphqlSync({ schema, source: query, rootValue: { a }, variableValues }).errors).toBeUndefined();
  return names;
}

describe('the names of the fields below one', () => {
  it('are those at any depth, of fragments and aliases, and of no field beside it', () => {
    const query = '{ a { n: name ...F } other { next { next { name } } } } fragment F on Branch { size next { ... on Leaf { colour } } }';
    expect(namesBelowA(query)).toEqual(['colour', 'name', 'next', 'size']);
  });

  it('are without those that are skipped', () => {
    const query = 'query ($no: Boolean!) { a { name next @include(if: $no) { name } ... on Leaf @skip(if: true) { colour } } }';
    expect(namesBelowA(query, { no: false })).toEqual(['name']);
  });

  it('are found at once where fragments spread each other twice a level', () => {
    const levels = Array.from({ length: 40 }, (_, i) => `fragment F${i} on Node { a: next { ...F${i + 1} } b: next { ...F${i + 1} } }`);
    expect(namesBelowA(`{ a { ...F0 } } ${levels.join(' ')} fragment F40 on Node { name }`)).toEqual(['name', 'next']);
  });
});
