// schema/**/*.graphql and the plugins' SDL -> src/resolvers/types.generated.ts, and src/plugins/<name>/options.generated.ts of each plugin.
// src/client/schema.generated.ts and schema-facts.generated.ts, for apps.
// And playground/vision/queries/*.graphql -> playground/vision/queries.generated.ts. CI runs it and compares.
// Put together as the server does, but without its checks: types come before the resolvers that those ask for.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as operations from '@graphql-codegen/typescript-operations';
import * as resolvers from '@graphql-codegen/typescript-resolvers';
import { buildASTSchema, isAbstractType, isObjectType, lexicographicSortSchema, parse, printSchema } from 'graphql';
import { tsImport } from 'tsx/esm/api';
import { filesUnder, root } from './files.mjs';

const { copyInterfaceExtensions } = await tsImport('../src/resolvers/assemble/copy-interface-extensions.ts', import.meta.url);
const { parseSdl } = await tsImport('../src/resolvers/assemble/parse-sdl.ts', import.meta.url);
const { optionsTypes } = await tsImport('./options-types.ts', import.meta.url);

const sdl = (folder, keep) => filesUnder(folder, keep).map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }));
const plugins = sdl('src/plugins', (file) => file.endsWith('/plugin.graphql'));
const files = [...sdl('schema', (file) => file.endsWith('.graphql') && !file.startsWith('schema/examples/')), ...plugins];
const assembled = buildASTSchema(copyInterfaceExtensions(parseSdl(files, [])));
const sorted = lexicographicSortSchema(assembled);

// What stands for a type between resolvers; a type that is not here is an object with all its fields.
const visual = '../core/visual/visual.js#Visual';
const mappers = {
  EncoderInfo: '../core/encoder/pool/pool.js#PooledEncoder',
  Heatmap: '../core/visual/heatmap-answer.js#HeatmapAnswer',
  Image: visual,
  ImageArrival: './subscription.js#Arrival',
  LabelMap: '../core/visual/masks.js#LabelMapAnswer',
  Mask: '../core/visual/masks.js#MaskAnswer',
  Picture: '../core/pixels/encoded-picture.js#EncodedPicture',
  Plugin: '../core/plugin/plugin.js#PluginManifest',
  Point: '../core/geometry/box.js#Point',
  Problem: './problem.js#Problem',
  ReferenceItem: '../core/references/reference-set.js#ReferenceItem',
  ReferenceSet: '../core/references/reference-set.js#ReferenceSetInfo',
  Region: visual,
  Sample: '../core/images/samples.js#Sample',
  ServerInfo: './context.js#Platform',
  Visual: visual,
};

const config = {
  useTypeImports: true,
  enumsAsTypes: true,
  strictScalars: true,
  skipTypename: true,
  // The resolvers of one type may live in several files, plugins' among them.
  makeResolverTypeCallable: false,
  optionalResolveType: true,
  addInterfaceFieldResolverTypes: true,
  // Nothing in an answer or an argument is changed in place.
  immutableTypes: true,
  // What has a default is always there when a resolver runs.
  avoidOptionals: { defaultValue: true },
  mappers,
  // Models often have their type's name.
  mapperTypeSuffix: 'Model',
  contextType: './context.js#ResolverContext',
  scalars: { ID: 'string', String: 'string', Boolean: 'boolean', Int: 'number', Float: 'number' },
};

// Not `generate` of @graphql-codegen/cli: it would bring ninety packages more that load schemas from everywhere, for one schema that is here already.
const target = 'src/resolvers/types.generated.ts';
const types = await codegen({
  filename: target,
  schema: parse(printSchema(sorted)),
  schemaAst: sorted,
  documents: [],
  config,
  plugins: [{ typescript: {} }, { resolvers: {} }],
  pluginMap: { typescript, resolvers },
});
writeFileSync(join(root, target), `// Written by \`npm run codegen\` from the SDL files; edit those.\n${types}`);
for (const { name, text } of plugins) {
  const file = name.replace('plugin.graphql', 'options.generated.ts');
  writeFileSync(join(root, file), optionsTypes(parse(text), assembled));
}

// What apps write against: types of questions and answers, and what caches need to know.
await writeClient();

// What the playground always asks; what it asks of tasks and methods it reads from the schema as it runs.
const asked = filesUnder('playground/vision/queries');
const answers = 'playground/vision/queries.generated.ts';
const answerTypes = await codegen({
  filename: answers,
  schema: parse(printSchema(sorted)),
  schemaAst: sorted,
  documents: asked.map((location) => ({ location, document: parse(readFileSync(join(root, location), 'utf8')) })),
  config: { useTypeImports: true, enumsAsTypes: true, skipTypename: true, immutableTypes: true, scalars: config.scalars },
  plugins: [{ operations: {} }],
  pluginMap: { operations },
});
writeFileSync(join(root, answers), `// Written by \`npm run codegen\` from queries/*.graphql; edit those.\n${answerTypes}`);
console.log(`${answers}: written from ${asked.length} queries`);
console.log(`src/resolvers/types.generated.ts and the options of ${plugins.length} plugins: written from ${files.length} SDL files`);

async function writeClient() {
  const file = 'src/client/schema.generated.ts';
  const text = await codegen({
    filename: file,
    schema: parse(printSchema(sorted)),
    schemaAst: sorted,
    documents: [],
    config: {
      useTypeImports: true,
      enumsAsTypes: true,
      skipTypename: true,
      immutableTypes: true,
      strictScalars: true,
      scalars: config.scalars,
    },
    plugins: [{ typescript: {} }],
    pluginMap: { typescript },
  });
  writeFileSync(join(root, file), `// Written by \`npm run codegen\` from the SDL files; edit those.\n${text}`);
  const types = Object.values(sorted.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const objects = types.filter(
    (type) => isObjectType(type) && ![sorted.getQueryType(), sorted.getMutationType(), sorted.getSubscriptionType()].includes(type),
  );
  const facts = {
    POSSIBLE_TYPES: Object.fromEntries(
      types.filter(isAbstractType).map((type) => [type.name, sorted.getPossibleTypes(type).map(({ name }) => name)]),
    ),
    MERGED_TYPES: objects.map(({ name }) => name),
    TYPES_WITHOUT_ID: objects.filter((type) => !type.getFields().id).map(({ name }) => name),
  };
  const lines = Object.entries(facts).map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`);
  writeFileSync(
    join(root, 'src/client/cache/schema-facts.generated.ts'),
    `// Written by \`npm run codegen\` from the SDL files; edit those.\n${lines.join('\n')}\n`,
  );
  console.log(`src/client: types and facts of ${types.length} types`);
}
