import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { checkAnswers } from './check-answers.js';

const check =
  (field: string, answer = 'type Depth { id: ID! meta: Meta! }') =>
  () =>
    checkAnswers(
      buildSchema(
        `type Query { a: Int } type Meta { id: ID! } input DepthMethod @oneOf { a: Int } ${answer} interface Visual { ${field} }`,
      ),
      [{ name: 'depth', methodInput: 'DepthMethod' }],
    );

describe("a task's field", () => {
  it('is one nullable answer with id and meta, by a method', () => {
    expect(check('depth(by: DepthMethod): Depth')).not.toThrow();
    expect(check('far: Int')).toThrow('The task "depth" has no field');
    expect(check('depth(by: DepthMethod): Depth!')).toThrow('must be nullable');
    expect(check('depth: Depth')).toThrow('must take `by: DepthMethod`');
    expect(check('depth(by: DepthMethod): Depth', 'type Depth { id: ID! }')).toThrow('must have `meta: Meta!`');
    expect(check('depth(by: DepthMethod): Int')).toThrow('must have `id: ID!`');
  });

  it('is no list', () => {
    for (const type of ['[Depth]', '[[Depth!]!]'])
      expect(check(`depth(by: DepthMethod): ${type}`)).toThrow('Visual.depth (GraphQL request) must not be a list');
  });
});
