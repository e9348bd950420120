// schema/**/*.graphql and the plugins' SDL -> src/resolvers/types.generated.ts. CI runs it and compares.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from '@graphql-codegen/cli';
import { buildASTSchema, concatAST, Kind, parse, printSchema, Source } from 'graphql';
import { filesUnder, root } from './files.mjs';

const isSdl = (file) => file.endsWith('.graphql') && !file.startsWith('schema/examples/') && !file.endsWith('.snapshot.graphql');
const files = [...filesUnder('schema', isSdl), ...filesUnder('src/plugins', (file) => file.endsWith('/plugin.graphql'))];
const { definitions } = concatAST(files.map((file) => parse(new Source(readFileSync(join(root, file), 'utf8'), file))));

// What extends an interface is meant for every type that implements it.
const implementers = (name) =>
  definitions.filter((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION && node.interfaces.some((one) => one.name.value === name));
const inherited = definitions
  .filter(({ kind }) => kind === Kind.INTERFACE_TYPE_EXTENSION)
  .flatMap((extension) => implementers(extension.name.value).map(({ name }) => ({ ...extension, kind: Kind.OBJECT_TYPE_EXTENSION, name })));
const schema = printSchema(buildASTSchema({ kind: Kind.DOCUMENT, definitions: [...definitions, ...inherited] }));

await generate(
  {
    schema,
    cwd: root,
    silent: true,
    generates: {
      'src/resolvers/types.generated.ts': {
        plugins: [{ add: { content: '// Written by `npm run codegen` from the SDL files; edit those.' } }, 'typescript', 'typescript-resolvers'],
        config: {
          useTypeImports: true,
          enumsAsTypes: true,
          strictScalars: true,
          skipTypename: true,
          // The resolvers of one type may live in several files, plugins' among them.
          makeResolverTypeCallable: false,
          contextType: './context.js#ResolverContext',
          scalars: { ID: 'string', String: 'string', Boolean: 'boolean', Int: 'number', Float: 'number' },
        },
      },
    },
  },
  true,
);
console.log(`src/resolvers/types.generated.ts: written from ${files.length} SDL files`);
