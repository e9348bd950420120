import { OptionDefaults } from 'typedoc';

/** Reference of what plugins, their tests and clients import: `npm run docs:api` writes it to dist/api. */
export default {
  name: 'DenseQL',
  entryPoints: ['src/core/index.ts', 'src/testing/index.ts', 'src/core/graphs/index.ts', 'src/client/index.ts'],
  out: 'dist/api',
  readme: 'docs/plugins.md',
  validation: {
    notExported: false,
    invalidLink: true,
    notDocumented: true,
  },
  requiredToBeDocumented: ['Class', 'Function', 'Interface', 'TypeAlias', 'Variable', 'Enum'],
  // Written by the code generator, or of no use by themselves.
  intentionallyNotDocumented: ['client.Maybe', 'client.InputMaybe', 'client.Document.__type.toString', 'client.Document.__type.__apiType'],
  treatWarningsAsErrors: true,
  excludePrivate: true,
  excludeInternal: true,
  excludeExternals: true,
  disableSources: true,
  tsconfig: 'tsconfig.api.json',
  // Descriptions of the schema speak of GraphQL's directives.
  highlightLanguages: [...OptionDefaults.highlightLanguages, 'graphql'],
  blockTags: [...OptionDefaults.blockTags, '@skip', '@include'],
};
