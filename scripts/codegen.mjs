// schema/**/*.graphql and the plugins' SDL -> src/resolvers/types.generated.ts. CI runs it and compares.
// Put together as the server does, but without its checks: types come before the resolvers that those ask for.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from '@graphql-codegen/cli';
import { buildASTSchema, printSchema } from 'graphql';
import { tsImport } from 'tsx/esm/api';
import { filesUnder, root } from './files.mjs';

const { copyInterfaceExtensions } = await tsImport('../src/resolvers/assemble/copy-interface-extensions.ts', import.meta.url);
const { parseSdl } = await tsImport('../src/resolvers/assemble/parse-sdl.ts', import.meta.url);

const sdl = (folder, keep) => filesUnder(folder, keep).map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }));
const files = [
  ...sdl('schema', (file) => file.endsWith('.graphql') && !file.startsWith('schema/examples/')),
  ...sdl('src/plugins', (file) => file.endsWith('/plugin.graphql')),
];
const schema = printSchema(buildASTSchema(copyInterfaceExtensions(parseSdl(files, []))));

// What stands for a type between resolvers; a type that is not here is an object with all its fields.
const visual = '../core/visual/visual.js#Visual';
const mappers = {
  Count: './tasks/count.js#Count',
  EncoderInfo: '../core/encoder/pool.js#PooledEncoder',
  Heatmap: './heatmap.js#HeatmapOf',
  Image: visual,
  LabelMap: '../core/visual/segmentation.js#LabelMapAnswer',
  Mask: '../core/visual/segmentation.js#MaskAnswer',
  Picture: '../core/pixels/pixel-work.js#EncodedPicture',
  Plugin: '../core/plugin/plugin.js#PluginManifest',
  Problem: './problem.js#Problem',
  Region: visual,
  Sample: '../core/images/samples.js#Sample',
  Segment: '../core/visual/segmentation.js#SegmentAnswer',
  Segmentation: './tasks/segmentation.js#Segmentation',
  ServerInfo: './context.js#Platform',
  Visual: visual,
};

await generate(
  {
    schema,
    cwd: root,
    silent: true,
    generates: {
      'src/resolvers/types.generated.ts': {
        plugins: [
          { add: { content: '// Written by `npm run codegen` from the SDL files; edit those.' } },
          'typescript',
          'typescript-resolvers',
        ],
        config: {
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
        },
      },
    },
  },
  true,
);
console.log(`src/resolvers/types.generated.ts: written from ${files.length} SDL files`);
