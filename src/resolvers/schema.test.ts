import { join } from 'node:path';
import { GraphQLScalarType, graphql, isObjectType, printSchema } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadPlugins } from '../core/plugin/load-plugins.js';
import { readPluginParts } from './assemble/read-sdl.js';
import type { ResolverMap, SchemaParts } from './assemble/parts.js';
import { assembleSchema } from './schema.js';

const core = `
  type Query { image: Image }
  interface Visual { id: ID! picture(size: Int! = 1): String }
  type Image implements Visual { id: ID! picture(size: Int! = 1): String }
  type Region implements Visual { id: ID! picture(size: Int! = 1): String parent: String }
`;
const segmentation = `
  extend interface Visual { segmentation(labels: [String!]!, by: SegmentationMethod): Segmentation }
  input SegmentationMethod @oneOf
  type Segmentation { form: String! }
`;
const simple = `extend input SegmentationMethod { simple: SimpleOptions } input SimpleOptions { power: Int! = 2 }`;
const task = { name: 'segmentation', methodInput: 'SegmentationMethod' };
const method = (key: string, plugin = key) => ({ plugin, task, key });

const parts = (change: Partial<SchemaParts> = {}): SchemaParts => ({
  coreSdl: [{ name: 'schema/core.graphql', text: core }],
  coreResolvers: [
    { Query: { image: () => ({ id: '1' }) } },
    { Visual: { __resolveType: () => 'Image', picture: (_: unknown, { size }: { size: number }) => `picture of ${size}` } },
  ],
  tasks: [
    {
      name: 'segmentation',
      sdl: [{ name: 'schema/tasks/segmentation.graphql', text: segmentation }],
      resolvers: { Visual: { segmentation: (_: unknown, { by }: { by: object }) => ({ form: JSON.stringify(by) }) } },
    },
  ],
  methods: [method('simple')],
  pluginSdl: [{ owner: 'simple', text: simple }],
  pluginResolvers: [],
  ...change,
});
const withPlugin = (text: string, resolvers?: ResolverMap, owner = 'odd'): SchemaParts =>
  parts({
    pluginSdl: [
      { owner: 'simple', text: simple },
      { owner, text },
    ],
    pluginResolvers: resolvers ? [{ owner, resolvers }] : [],
  });

describe('assembleSchema', () => {
  it('gives every implementing type what an interface is extended by, with the resolver of the interface', async () => {
    const schema = assembleSchema(parts());
    const region = schema.getType('Region');
    expect(isObjectType(region) && Object.keys(region.getFields())).toContain('segmentation');
    const answer = await graphql({ schema, source: '{ image { id picture segmentation(labels: ["a"], by: { simple: {} }) { form } } }' });
    expect(answer).toEqual({ data: { image: { id: '1', picture: 'picture of 1', segmentation: { form: '{"simple":{"power":2}}' } } } });
  });

  it('keeps @oneOf: two methods at once are refused', async () => {
    const schema = assembleSchema(
      parts({
        pluginSdl: [
          { owner: 'simple', text: simple },
          { owner: 'b', text: 'extend input SegmentationMethod { b: Int }' },
        ],
        methods: [method('simple'), method('b')],
      }),
    );
    const { errors } = await graphql({ schema, source: '{ image { segmentation(labels: ["a"], by: { simple: {}, b: 1 }) { form } } }' });
    expect(errors?.[0]?.message).toMatch(/exactly one/i);
  });

  it('leaves a task out that nobody has a method for, with its resolvers', () => {
    const schema = assembleSchema(parts({ methods: [], pluginSdl: [] }));
    expect(printSchema(schema)).not.toContain('egmentation');
  });

  it('names both owners of a field', () => {
    const one = 'extend type Segmentation { note: String }';
    const both = parts({
      pluginSdl: [
        { owner: 'simple', text: simple },
        { owner: 'a', text: one },
        { owner: 'b', text: one },
      ],
    });
    expect(() => assembleSchema(both)).toThrow(/"Segmentation.note".*plugin "a":1 and plugin "b":1/);
    expect(() => assembleSchema(withPlugin('extend interface Visual { picture: String }'))).toThrow(
      /"Visual.picture".*schema\/core.graphql:3 and plugin "odd":1/,
    );
  });

  it('names both owners of a clash that only copying brings to light, once', () => {
    const run = () => assembleSchema(withPlugin('extend interface Visual { parent: String }', { Visual: { parent: () => null } }));
    expect(run).toThrow(/"Region.parent".*schema\/core.graphql:5 and plugin "odd":1/);
  });

  it('names both owners of a type, and the owner of an extension of nothing', () => {
    expect(() => assembleSchema(withPlugin('type Segmentation { x: Int }'))).toThrow(
      /"Segmentation".*schema\/tasks\/segmentation.graphql:4 and plugin "odd":1/,
    );
    expect(() => assembleSchema(withPlugin('extend type Segmentatoin { x: Int }'))).toThrow(/"Segmentatoin".*plugin "odd":1/);
    expect(() => assembleSchema(withPlugin('type {'))).toThrow(/plugin "odd" cannot be read/);
  });

  it('refuses what this schema does not do', () => {
    expect(() => assembleSchema(withPlugin('input X { a: Int = 1 }'))).toThrow(/"a" has a default and must be non-null.*plugin "odd":1/);
    expect(() => assembleSchema(withPlugin('extend type Segmentation { note: String! }'))).toThrow(
      /"Segmentation.note".*nullable.*plugin "odd"/,
    );
    expect(() => assembleSchema(withPlugin('extend input SegmentationMethod { odd: Int! }'))).toThrow(/odd/);
    expect(() =>
      assembleSchema(parts({ pluginSdl: [{ owner: 'simple', text: 'extend input SegmentationMethod { simple: Int! }' }] })),
    ).toThrow(/must be nullable/);
  });

  it('wants a member for each method and a method for each member', () => {
    expect(() => assembleSchema(parts({ methods: [method('simple'), method('lost', 'odd')] }))).toThrow(
      /Plugin "odd" registers the method "lost"/,
    );
    expect(() => assembleSchema(withPlugin('extend input SegmentationMethod { odd: Int }'))).toThrow(
      /SegmentationMethod.odd \(plugin "odd"\) names a method that no plugin registers/,
    );
    const other = { plugin: 'odd', task: { name: 'depth', methodInput: 'DepthMethod' }, key: 'odd' };
    expect(() => assembleSchema(parts({ methods: [method('simple'), other] }))).toThrow(/Plugin "odd".*no input DepthMethod/);
  });

  it('refuses a second resolver for one field, naming both, also where one is inherited', () => {
    const note = 'extend type Segmentation { note: String }';
    const twice = {
      ...withPlugin(note),
      pluginResolvers: ['a', 'b'].map((owner) => ({ owner, resolvers: { Segmentation: { note: () => owner } } })),
    };
    expect(() => assembleSchema(twice)).toThrow('Segmentation.note has two resolvers: of plugin "a" and of plugin "b".');
    expect(() => assembleSchema(withPlugin(note, { Image: { picture: () => 'mine' } }))).toThrow(
      'Image.picture has two resolvers: of plugin "odd", and of the core through Visual.',
    );
  });

  it('refuses a resolver for a field that is not there, and a field of Visual without a resolver', () => {
    expect(() => assembleSchema(withPlugin('extend type Segmentation { note: String }', { Segmentation: { nope: () => 1 } }))).toThrow(
      /nope/,
    );
    expect(() => assembleSchema(withPlugin('extend interface Visual { depth: Float }'))).toThrow(
      'Visual.depth (plugin "odd") has no resolver.',
    );
    expect(() => assembleSchema(parts({ coreResolvers: [] }))).toThrow(/Visual.picture \(schema\/core.graphql\) has no resolver/);
  });

  it('refuses a resolver for what another declares, or nobody, naming both', () => {
    const own = 'extend type Segmentation { note: String } type Odd { x: Int }';
    const note = { note: () => 'x' };
    const refused = (more: ResolverMap) => () =>
      assembleSchema(withPlugin(own, { ...more, Segmentation: { ...note, ...more['Segmentation'] } }));
    expect(refused({ Segmentation: { form: () => 'mine' } })).toThrow(
      'Plugin "odd" brings a resolver for Segmentation.form, which is of schema/tasks/segmentation.graphql: only what its own SDL declares may have one.',
    );
    expect(refused({ Odd: { y: () => 1 } })).toThrow('Plugin "odd" brings a resolver for Odd.y, which is declared nowhere');
    expect(refused({ Region: { parent: () => 1 } })).toThrow('Region.parent, which is of schema/core.graphql');
    expect(refused({ Image: { __isTypeOf: () => true } })).toThrow('Image.__isTypeOf, which is of schema/core.graphql');
    expect(refused({ Nowhere: { x: () => 1 } })).toThrow('Plugin "odd" brings resolvers for Nowhere, a type that is not there.');
    expect(refused({ SimpleOptions: { power: () => 1 } })).toThrow('SimpleOptions, an input, which has none');
    expect(refused({ String: new GraphQLScalarType({ name: 'String' }) })).toThrow('Plugin "odd" brings a resolver for String');
    expect(refused({ Odd: { x: 'no function' } })).toThrow('Plugin "odd" brings a resolver for Odd.x that is no function.');
    expect(refused({ Odd: { x: () => 1 } })).not.toThrow();
    const answer =
      'extend interface Visual { depth(by: DepthMethod): Depth } type Depth { id: ID! far: Int } input DepthMethod @oneOf { odd: Int }';
    const depth = { name: 'depth', sdl: [], resolvers: { Visual: { depth: () => ({}) } } };
    const ofDepth = (resolvers: ResolverMap) => {
      const brought = withPlugin(answer, resolvers);
      const registered = { plugin: 'odd', task: { name: 'depth', methodInput: 'DepthMethod' }, key: 'odd' };
      return () => assembleSchema({ ...brought, tasks: [...brought.tasks, depth], methods: [...brought.methods, registered] });
    };
    expect(ofDepth({ Depth: { id: () => 'mine' } })).toThrow(
      'Plugin "odd" brings a resolver for Depth.id, which the host answers for the task "depth".',
    );
    expect(ofDepth({ Depth: { far: () => 1 } })).not.toThrow();
  });

  it('refuses a field that a plugin adds to what is not its own without a resolver, and root fields', () => {
    for (const [text, field] of [
      ['extend type Query { odd: Int }', 'Query.odd'],
      ['extend type Segmentation { note: String }', 'Segmentation.note'],
      ['extend type Image { note: String }', 'Image.note'],
      ['type Mutation { odd: Int }', 'Mutation.odd'],
      ['type Subscription { odd: Int }', 'Subscription.odd'],
    ] as const) {
      expect(() => assembleSchema(withPlugin(text)), text).toThrow(`${field} (plugin "odd") has no resolver, and would be null for ever.`);
      const [type = '', name = ''] = field.split('.');
      expect(() => assembleSchema(withPlugin(text, { [type]: { [name]: () => null } })), text).not.toThrow();
    }
    const inherited = 'extend interface Visual { far: Float }';
    expect(() => assembleSchema(withPlugin(inherited, { Image: { far: () => 1 }, Region: { far: () => 2 } }))).not.toThrow();
  });

  it('refuses a default priority for what can never run by default', () => {
    const first = (text: string) => () =>
      assembleSchema(parts({ methods: [{ ...method('simple'), default: 0 }], pluginSdl: [{ owner: 'simple', text }] }));
    const told = 'Plugin "simple" gives the method "simple" of "segmentation" a `default` priority, but it can never run by default: ';
    const options = 'extend input SegmentationMethod { simple: SimpleOptions } input SimpleOptions';
    expect(first(`${options} { a: Int! b: Int! c: Int }`)).toThrow(`${told}SimpleOptions has what must be given: a, b.`);
    expect(first(`${options} @oneOf { a: Int b: Int }`)).toThrow(`${told}SimpleOptions has what must be given: a, b.`);
    expect(first('extend input SegmentationMethod { simple: Int }')).toThrow(`${told}simple is Int, no input object, and must be given.`);
    expect(first(`${options} { a: Int! = 1 }`)).not.toThrow();
  });

  it('lets a plugin bring a task, a scalar and an enum of its own', async () => {
    const own = `
      scalar Metres
      extend interface Visual { depth(by: DepthMethod): Depth }
      type Depth { far: Metres! }
      input DepthMethod @oneOf { odd: Boolean }
    `;
    const resolvers = {
      Visual: { depth: () => ({ far: 3 }) },
      Metres: new GraphQLScalarType({ name: 'Metres', serialize: (value) => `${String(value)} m` }),
    };
    const schema = assembleSchema({
      ...withPlugin(own, resolvers),
      methods: [method('simple'), { plugin: 'odd', task: { name: 'depth', methodInput: 'DepthMethod' }, key: 'odd' }],
    });
    expect(await graphql({ schema, source: '{ image { depth { far } } }' })).toEqual({ data: { image: { depth: { far: '3 m' } } } });
  });
});

describe('plugins from files', () => {
  const folder = join(import.meta.dirname, '../../test/fixtures/plugins');
  const load = async (...specs: string[]) => readPluginParts(await loadPlugins({ builtIns: [], specs, folder }));
  let good: Awaited<ReturnType<typeof load>>;
  beforeAll(async () => {
    good = await load('./own-copy.ts', './throwing.ts');
  });

  it('join with their options and fields', async () => {
    const schema = assembleSchema(parts(good));
    const answer = await graphql({ schema, source: '{ image { segmentation(labels: ["a"], by: { ownCopy: {} }) { form note } } }' });
    expect(answer.data).toEqual({ image: { segmentation: { form: '{"ownCopy":{"value":0.75,"refuse":false}}', note: 'from a plugin' } } });
  });

  it.each(['clash-field', 'clash-type'])('are refused when they clash: %s', async (name) => {
    const both = await load('./own-copy.ts', `./${name}.ts`);
    expect(() => assembleSchema(parts(both))).toThrow(new RegExp(`plugin "own-copy":\\d+ and plugin "${name}":\\d+`));
  });
});
