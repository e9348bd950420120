import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { buildSchema, graphqlSync, GraphQLScalarType, type GraphQLSchema } from 'graphql';
import { addResolversToSchema } from '@graphql-tools/schema';
import { describe, expect, it } from 'vitest';
import { DenseqlError } from '../../core/errors.js';
import { projectRoot } from '../../core/project-root.js';
import { methodOptions } from './method-options.js';

const constraint = readFileSync(join(projectRoot(), 'schema/constraint.graphql'), 'utf8');
const task = { name: 'depth', methodInput: 'DepthMethod' };
const sdl = `
  ${constraint}
  type Query { depth(by: DepthMethod): String }
  input DepthMethod @oneOf { odd: Odd bare: Int @constraint(min: 1) names: [String!] either: Either needy: Needy json: JSON }
  scalar JSON
  input Odd {
    "How strong."
    power: Int! = 2 @constraint(min: 1, max: 8)
    scale: Float @constraint(exclusiveMin: 0, max: 1000)
    share: Float @constraint(min: 0, max: 1)
    least: Float @constraint(exclusiveMin: -1, exclusiveMax: 1)
    whole: Int
    any: Float
    on: Boolean! = true
    word: String @constraint(minLength: 1, maxLength: 3)
    id: ID
    mode: Mode! = SLOW
    weights: [Float!]! = [1, 0.5] @constraint(min: 0, max: 1, minItems: 1, maxItems: 3)
    inner: Inner! = { deep: { on: false } }
    more: [Inner!]
    json: JSON! = { a: [1] }
    either: Either
  }
  input Inner { deep: Deep next: Inner size: Int! = 3 @constraint(min: 1) }
  input Deep { on: Boolean! name: String }
  input Either @oneOf { a: Int b: Int }
  input Needy { must: Float! @constraint(min: 0) may: Int }
  enum Mode { FAST SLOW }
`;
const schema: GraphQLSchema = addResolversToSchema({
  schema: buildSchema(sdl),
  resolvers: { Mode: { FAST: 7 }, JSON: new GraphQLScalarType({ name: 'JSON' }) },
});
const optionsOf = methodOptions(schema, [task]);
const odd = optionsOf('depth', 'odd');
const refusal = (given: unknown, key = 'odd'): string => {
  try {
    optionsOf('depth', key).read(given);
  } catch (error) {
    expect(DenseqlError.is(error) && error.code).toBe('BAD_INPUT');
    return (error as Error).message;
  }
  return 'it was taken';
};
const defaults = {
  power: 2,
  scale: null,
  share: null,
  least: null,
  whole: null,
  any: null,
  on: true,
  word: null,
  id: null,
  mode: 'SLOW',
  weights: [1, 0.5],
  inner: { deep: { on: false, name: null }, next: null, size: 3 },
  more: null,
  json: { a: [1] },
  either: null,
};

describe('options that are read', () => {
  it('are complete: defaults where they are absent, null where there is none, at any depth', () => {
    expect(odd.read(undefined)).toEqual(defaults);
    expect(odd.read(null)).toEqual(defaults);
    expect(odd.read({ power: undefined, scale: null })).toEqual(defaults);
    const { more } = odd.read({ more: [{}, { next: { size: 1 } }] });
    const bare = { deep: null, next: null, size: 3 };
    expect(more).toEqual([bare, { ...bare, next: { ...bare, size: 1 } }]);
  });

  it('are the same out of a query and out of a plugin', () => {
    const seen: unknown[] = [];
    const asked = '{ depth(by: { odd: { mode: FAST, scale: 3, weights: 1, id: 12, inner: { size: 2 }, either: { b: 1 } } }) }';
    const rootValue = { depth: ({ by }: { by: { odd: unknown } }) => void seen.push(odd.read(by.odd)) };
    expect(graphqlSync({ schema, source: asked, rootValue }).errors).toBeUndefined();
    const own = { mode: 'FAST', scale: 3, weights: 1, id: 12, inner: { size: 2 }, either: { b: 1 } };
    expect(odd.read(own)).toEqual(seen[0]);
    expect(seen[0]).toEqual({
      ...defaults,
      ...{ mode: 7, scale: 3, weights: [1], id: '12', inner: { deep: null, next: null, size: 2 }, either: { a: null, b: 1 } },
    });
    expect(odd.read(odd.read(own))).toEqual(seen[0]);
  });

  it('are frozen and of one call alone', () => {
    const given = { json: { a: [{ b: 1 }] }, weights: [1], more: [{}] };
    const first = odd.read(given) as Record<'weights' | 'inner' | 'json' | 'more', object>;
    for (const part of [first, first.weights, first.inner, first.json, first.more, (first.json as typeof given.json).a[0]!])
      expect(Object.isFrozen(part)).toBe(true);
    given.json.a[0]!.b = 2;
    given.weights.push(0);
    expect(first).toMatchObject({ json: { a: [{ b: 1 }] }, weights: [1] });
    const [one, other] = [odd.read({}), odd.read({})] as (typeof first)[];
    for (const name of ['weights', 'inner', 'json'] as const) expect(one![name]).not.toBe(other![name]);
  });

  it.each([
    [{ power: 0 }, 'by.odd.power: must be a whole number, 1 to 8, not 0.'],
    [{ power: 9 }, 'by.odd.power: must be a whole number, 1 to 8, not 9.'],
    [{ power: 1.5 }, 'by.odd.power: must be a whole number, 1 to 8, not 1.5.'],
    [{ power: '2' }, 'by.odd.power: must be a whole number, 1 to 8, not "2".'],
    [{ power: null }, 'by.odd.power: must be a whole number, 1 to 8, not null.'],
    [{ whole: 2 ** 31 }, 'by.odd.whole: must be a whole number of 32 bits, not 2147483648.'],
    [{ scale: 0 }, 'by.odd.scale: must be above 0 and at most 1000, not 0.'],
    [{ scale: 1000.5 }, 'by.odd.scale: must be above 0 and at most 1000, not 1000.5.'],
    [{ share: 2 }, 'by.odd.share: must be 0 to 1, not 2.'],
    [{ share: '0.5' }, 'by.odd.share: must be a finite number, 0 to 1, not "0.5".'],
    [{ share: NaN }, 'by.odd.share: must be a finite number, 0 to 1, not NaN.'],
    [{ least: -1 }, 'by.odd.least: must be above -1 and below 1, not -1.'],
    [{ any: Infinity }, 'by.odd.any: must be a finite number, not Infinity.'],
    [{ on: 1 }, 'by.odd.on: must be true or false, not 1.'],
    [{ word: 'four' }, 'by.odd.word: must be text of 1 to 3 characters, not of 4.'],
    [{ word: 3 }, 'by.odd.word: must be text of 1 to 3 characters, not 3.'],
    [{ id: 1.5 }, 'by.odd.id: must be text, not 1.5.'],
    [{ mode: 'slow' }, 'by.odd.mode: must be one of FAST, SLOW, not "slow".'],
    [{ weights: [0.5, 2] }, 'by.odd.weights[1]: must be 0 to 1, not 2.'],
    [{ weights: [] }, 'by.odd.weights: must be a list of 1 to 3 items, not of 0.'],
    [{ weights: [null] }, 'by.odd.weights[0]: must be a finite number, 0 to 1, not null.'],
    [{ inner: { size: 0 } }, 'by.odd.inner.size: must be a whole number, at least 1, not 0.'],
    [{ inner: { deep: {} } }, 'by.odd.inner.deep.on: must be given: true or false.'],
    [{ more: [{}, { size: 'x' }] }, 'by.odd.more[1].size: must be a whole number, at least 1, not "x".'],
    [{ inner: [] }, 'by.odd.inner: must be an object of options, not a list.'],
    [{ either: {} }, 'by.odd.either: must have exactly one of a, b.'],
    [{ either: { a: 1, b: 2 } }, 'by.odd.either: must have exactly one of a, b.'],
    [{ inner: { sise: 1 } }, 'by.odd.inner.sise: is not known here; there are deep, next, size.'],
    [3, 'by.odd: must be an object of options, not 3.'],
  ])('are refused: %j', (given, message) => {
    expect(refusal(given)).toBe(message);
  });

  it('are taken at both ends of a range, where it includes them', () => {
    for (const given of [{ power: 1 }, { power: 8 }, { scale: 1000 }, { share: 0 }, { share: 1 }, { word: 'a🦝b' }, { weights: [0, 1, 1] }])
      expect(odd.read(given)).toMatchObject(given);
  });

  it('must be given where they have no default, and there is no default method then', () => {
    expect([odd.required, optionsOf('depth', 'needy').required, optionsOf('depth', 'either').required]).toEqual([[], ['must'], ['a', 'b']]);
    expect(refusal({ may: 1 }, 'needy')).toBe('by.needy.must: must be given: a finite number, at least 0.');
    expect(refusal(null, 'either')).toBe('by.either: must have exactly one of a, b.');
  });

  it('are the value itself where a member is no input object', () => {
    const bare = optionsOf('depth', 'bare');
    expect([bare.read(3), bare.required, bare.list]).toEqual([3, ['bare'], []]);
    expect(refusal(0, 'bare')).toBe('by.bare: must be a whole number, at least 1, not 0.');
    expect(refusal(undefined, 'bare')).toBe('by.bare: must be a whole number, at least 1, not null.');
    expect(optionsOf('depth', 'names').read(['a'])).toEqual(['a']);
    expect(() => optionsOf('depth', 'lost')).toThrow('There is no method "lost" of depth');
  });

  it('are listed as the SDL has them', () => {
    const listed = Object.fromEntries(odd.list.map(({ name, ...rest }) => [name, rest]));
    expect(Object.keys(listed)).toEqual(Object.keys(defaults));
    expect(listed['power']).toEqual({ type: 'Int!', default: '2', min: 1, max: 8, description: 'How strong.' });
    expect(listed['scale']).toEqual({ type: 'Float', default: null, min: 0, max: 1000, description: null });
    expect(listed['mode']).toMatchObject({ type: 'Mode!', default: 'SLOW', min: null });
    expect(listed['weights']).toMatchObject({ type: '[Float!]!', default: '[1, 0.5]', min: 0, max: 1 });
    expect(listed['inner']).toMatchObject({ type: 'Inner!', default: '{deep: {on: false}}' });
  });
});
