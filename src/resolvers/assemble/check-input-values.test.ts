import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GraphQLScalarType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../core/project-root.js';
import { assembleSchema } from '../schema.js';

const constraint = readFileSync(join(projectRoot(), 'schema/constraint.graphql'), 'utf8');
const core = `
  type Query { image(a: Int): Image }
  interface Visual { id: ID! }
  type Image implements Visual { id: ID! }
  type Region implements Visual { id: ID! }
`;
const assemble =
  (text: string, { ofCore = '', resolvers = {} }: { ofCore?: string; resolvers?: Record<string, object> } = {}) =>
  () =>
    assembleSchema({
      coreSdl: [
        { name: 'schema/core.graphql', text: core + ofCore },
        { name: 'schema/constraint.graphql', text: constraint },
      ],
      coreResolvers: [{ Visual: { __resolveType: () => 'Image' } }],
      tasks: [],
      methods: [],
      pluginSdl: [{ owner: 'odd', text }],
      pluginResolvers: [{ owner: 'odd', resolvers }],
    });
const own = 'enum Mode { FAST SLOW } input Inner { size: Int! = 1 @constraint(max: 8) name: String! } scalar Metres ';
const metres = {
  Metres: new GraphQLScalarType({
    name: 'Metres',
    parseValue: (value) => {
      if (typeof value !== 'number') throw new Error('metres are a number');
      return { metres: value };
    },
  }),
};

describe('a default', () => {
  it.each([
    ['Int! = "three"', 'must be a whole number of 32 bits, not "three"'],
    ['Int! = 1.0', '1.0 is no Int!'],
    ['Int! = 3000000000', 'must be a whole number of 32 bits, not 3000000000'],
    ['Mode! = SLOWLY', 'must be one of FAST, SLOW, not "SLOWLY"'],
    ['Mode! = "SLOW"', '"SLOW" is no Mode!'],
    ['[Int!]! = [1, "two"]', '[1]: must be a whole number'],
    ['[Int!]! = [1, null]', '[1]: must be a whole number'],
    ['Inner! = {size: 2}', '.name: must be given: text'],
    ['Inner! = {name: "a", sise: 2}', '.sise: is not known here; there are size, name'],
    ['Inner! = {name: "a", size: 9}', '.size: must be a whole number, at most 8, not 9'],
    ['Boolean! = 1', 'must be true or false, not 1'],
    ['Metres! = "far"', 'metres are a number'],
    ['Float! = 2 @constraint(min: 0, max: 1)', 'must be 0 to 1, not 2'],
    ['[Float!]! = [0, 2] @constraint(min: 0, max: 1)', '[1]: must be 0 to 1, not 2'],
    ['String! = "long" @constraint(maxLength: 3)', 'must be text of at most 3 characters, not of 4'],
    ['[Int!]! = [] @constraint(minItems: 1)', 'must be a list of at least 1 items, not of 0'],
  ])('that does not fit is refused with its owner and value: %s', (field, why) => {
    const [, literal = ''] = /= (.*?)( @constraint.*)?$/.exec(field)!;
    let message = '';
    try {
      assemble(`${own} input Odd { power: ${field} }`, {
        resolvers: { ...metres, Query: { odd: () => null } },
      })();
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toContain(`The default ${literal} of Odd.power (plugin "odd":1) is refused: `);
    expect(message).toContain(why);
  });

  it('of an argument is one, too, of the core and of plugins, and told once where an interface passes it on', () => {
    const odd = 'extend interface Visual { depth(far: Int! = "x"): Int }';
    const run = assemble(odd, { resolvers: { Visual: { depth: () => 1 } } });
    expect(run).toThrow(
      /^The schema has values that do not fit\.\nThe default "x" of Visual\.depth\(far:\) \(plugin "odd":1\) is refused.*$/,
    );
    expect(assemble('input Odd { a: Int }', { ofCore: 'extend type Query { more(b: Boolean! = 0): Int }' })).toThrow(
      /The default 0 of Query\.more\(b:\) \(schema\/core\.graphql:\d+\) is refused/,
    );
    expect(assemble('directive @mine(b: Boolean! = 0) on FIELD')).toThrow(/The default 0 of @mine\(b:\) \(plugin "odd":1\)/);
  });

  it.each([
    ['input Odd { more: [Odd!]! = [{}] }', 'Odd.more', 'Odd'],
    ['input Odd { more: [Odd!]! = [{ more: [] }] }', 'Odd.more', 'Odd'],
    ['input Odd { more: [Even!]! = [{ a: 1 }] } input Even { a: Int b: [Odd!]! = [{}] }', 'Even.b', 'Odd'],
    ['input Odd { more: Even! = { c: {} } } input Even { c: Third } input Third { b: [Odd!]! = [{}] }', 'Third.b', 'Odd'],
  ])('that leads back to itself is refused with its owner: %s', (text, field, type) => {
    expect(assemble(text)).toThrow(`The default of ${field} (plugin "odd":1) leads back to ${type}, whose default it is part of.`);
  });

  it('that fits is taken', () => {
    const fields = 'a: Int! = 3 b: Mode! = SLOW c: [Float!]! = 1 d: Inner! = { name: "a" } e: Metres! = 4 f: ID! = 5 g: [Odd!]! = []';
    const schema = assemble(`${own} input Odd { ${fields} } extend type Query { odd(odd: Odd): Int }`, {
      resolvers: { ...metres, Query: { odd: () => null } },
    })();
    expect(schema.getType('Odd')).toBeDefined();
  });
});

describe('a @constraint', () => {
  it.each([
    ['String @constraint(min: 1)', 'min says nothing about String'],
    ['Mode @constraint(max: 1)', 'max says nothing about Mode'],
    ['Inner @constraint(exclusiveMin: 1)', 'exclusiveMin says nothing about Inner'],
    ['Int @constraint(minLength: 1)', 'minLength says nothing about Int'],
    ['Int! @constraint(maxItems: 1)', 'maxItems says nothing about Int!'],
    ['Float @constraint(min: 2, max: 1)', 'no value keeps to it'],
    ['Float @constraint(exclusiveMin: 1, max: 1)', 'no value keeps to it'],
    ['Int @constraint(exclusiveMin: 0, exclusiveMax: 1)', 'no value keeps to it'],
    ['String @constraint(minLength: 2, maxLength: 1)', 'no value keeps to it'],
    ['String @constraint(maxLength: -1)', 'no value keeps to it'],
    ['[Int] @constraint(minItems: 2, maxItems: 1)', 'no value keeps to it'],
    ['Int @constraint(min: 0, exclusiveMin: 0)', 'min and exclusiveMin are two bounds for one end'],
    ['String @constraint(minLength: -1)', 'minLength is below 0'],
    ['[Int] @constraint(minItems: -2, maxItems: 3)', 'minItems is below 0'],
    ['Int @constraint', 'it has no argument, and says nothing'],
    ['Int @constraint(min: "0")', 'Argument "min" has invalid value "0"'],
  ])('that cannot be kept to, or says nothing, is refused: %s', (field, why) => {
    const run = assemble(`${own} input Odd { power: ${field} }`);
    expect(run).toThrow('The @constraint of Odd.power (plugin "odd":1) is refused: ');
    expect(run).toThrow(why);
  });

  it('with an argument that there is not, or on an argument, is refused with its owner', () => {
    expect(assemble('input Odd { power: Int @constraint(mni: 1) }')).toThrow(
      /Unknown argument "mni" on directive "@constraint".*plugin "odd":1/,
    );
    expect(assemble('extend type Query { odd(a: Int @constraint(min: 1)): Int }')).toThrow(
      /"@constraint" may not be used on ARGUMENT_DEFINITION.*plugin "odd":1/,
    );
  });

  it('on what it concerns is taken', () => {
    const fields =
      'a: [[Int!]!] @constraint(min: 0, minItems: 1) b: ID @constraint(minLength: 1) c: Float! = 1 @constraint(min: 1, max: 1) d: Int @constraint(min: null)';
    expect(assemble(`input Odd { ${fields} }`)().getType('Odd')).toBeDefined();
  });
});
