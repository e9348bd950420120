import type { CodegenConfig } from '@graphql-codegen/cli';

const server = process.env['DENSEQL_SERVER'] ?? 'http://127.0.0.1:4000/';

const config: CodegenConfig = {
  // The server's own SDL: an introspection leaves @oneOf out, and a source could have two members.
  schema: `${server}schema.graphql`,
  documents: 'ask.ts',
  // Node's modules name files whole.
  importExtension: '.js',
  generates: { 'gql/': { preset: 'client', config: { documentMode: 'string', useTypeImports: true } } },
};

export default config;
