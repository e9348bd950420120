import js from '@eslint/js';
import graphql from '@graphql-eslint/eslint-plugin';
import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';

/** Folders of core beside packs, each with those that it may import. No two import each other; files of core's root are below them all. */
const BELOW = {
  math: [],
  geometry: ['math'],
  text: ['math', 'packs'],
  images: ['geometry', 'packs'],
  assets: ['packs'],
  encoder: ['math', 'geometry', 'text', 'packs'],
  pixels: ['math', 'geometry', 'images'],
  visual: ['math', 'geometry', 'images', 'pixels', 'encoder', 'packs'],
  references: ['math', 'geometry', 'text', 'images', 'encoder', 'visual', 'packs'],
  call: ['math', 'geometry', 'text', 'images', 'assets', 'pixels', 'encoder', 'visual', 'references', 'packs'],
  tasks: ['math', 'geometry', 'text', 'images', 'pixels', 'visual', 'call'],
  plugin: ['call', 'encoder', 'assets', 'packs'],
};
const CORE_FOLDERS = Object.keys(BELOW);
const named = (folder) => (CORE_FOLDERS.includes(folder) ? `core ${folder}` : folder);
const CORE = ['core', ...CORE_FOLDERS.map(named)];

// Which part a file belongs to; the first pattern that fits wins.
const parts = [
  // Plugins may import it; the rest of core, its light entry above all, may not.
  { type: 'graphs entry', pattern: 'src/core/graphs' },
  { type: 'packs making', pattern: 'src/core/packs/making' },
  { type: 'packs hub', pattern: 'src/core/packs/hub' },
  { type: 'packs', pattern: 'src/core/packs' },
  ...CORE_FOLDERS.map((folder) => ({ type: `core ${folder}`, pattern: `src/core/${folder}` })),
  { type: 'core', pattern: 'src/core' },
  { type: 'client', pattern: 'src/client' },
  { type: 'onnx', pattern: 'src/onnx' },
  { type: 'plugin', pattern: 'src/plugins/*', capture: ['name'] },
  { type: 'plugin list', pattern: 'src/plugins' },
  { type: 'resolvers', pattern: 'src/resolvers' },
  { type: 'server', pattern: 'src/server' },
  { type: 'testing', pattern: 'src/testing' },
  { type: 'cli', pattern: 'src/cli' },
];
// Files that are a door of their own.
const doors = [
  { category: 'core root', pattern: 'src/core/!(index).ts' },
  // For who writes packs and who reads them, one list of names and one test of a file's beginning; they import nothing.
  { category: 'shared with packs', pattern: 'src/onnx/(tail-attentions|git-lfs).ts' },
  // They import nothing but types.
  { category: 'shared with browsers', pattern: 'src/core/geometry/(palette|colormap-tables|rle).ts' },
  { category: 'public entry', pattern: 'src/core/index.ts' },
  { category: 'composition root', pattern: 'src/server/compose.ts' },
  { category: 'plugins door', pattern: 'src/server/installed-plugins.ts' },
];

const part = (...types) => ({ element: { types: { anyOf: types } } });
const door = (category) => ({ file: { categories: category } });

// Who may import whom: server -> resolvers -> core <- plugins; cli -> server, core; making of packs, cli -> onnx. What is not listed is refused.
const arrows = [
  { from: part('core', ...CORE_FOLDERS.map(named)), to: door('core root') },
  ...CORE_FOLDERS.map((folder) => ({ from: part(named(folder)), to: part(named(folder), ...BELOW[folder].map(named)) })),
  { from: door('public entry'), to: part(...CORE, 'packs') },
  // What a pack is knows neither what makes packs nor what runs them: of core it knows errors, settings and the like.
  { from: part('packs'), to: part('packs') },
  { from: part('packs'), to: door('shared with packs') },
  { from: part('packs', 'packs hub'), to: door('core root') },
  { from: part('packs hub'), to: part('packs', 'packs hub') },
  { from: part('packs making'), to: part(...CORE, 'packs', 'packs making', 'onnx') },
  { from: part('plugin', 'plugin list'), to: door('public entry') },
  { from: part('plugin'), to: part('graphs entry') },
  { from: part('graphs entry'), to: part('packs making', 'onnx') },
  { from: part('plugin list'), to: part('plugin') },
  // For browsers: of the server it takes its colours, and nothing that needs Node.
  { from: part('client'), to: part('client') },
  { from: part('client'), to: door('shared with browsers') },
  { from: part('resolvers'), to: part('resolvers', ...CORE, 'packs') },
  { from: part('server'), to: part('server', 'resolvers', ...CORE, 'packs') },
  { from: door('composition root'), to: part('plugin list') },
  { from: door('plugins door'), to: part('plugin list') },
  { from: part('testing'), to: part('testing', 'server', 'resolvers', ...CORE, 'packs') },
  { from: part('cli'), to: part('server', 'testing', ...CORE, 'packs', 'packs making', 'packs hub', 'onnx') },
];

/** The one class of files that may load the runtime: an abort inside it must not take the server along. */
const runtime = {
  paths: [
    {
      name: 'onnxruntime-node',
      message: 'Only the encoder process (src/core/encoder/process/child) owns the runtime.',
      allowTypeImports: true,
    },
  ],
};

// tsx and esbuild emit no decorator metadata, so that a type alone tells the container nothing.
const injection = [
  {
    selector:
      'ClassDeclaration:has(> Decorator[expression.callee.name=/^(injectable|singleton|scoped)$/]) MethodDefinition[kind="constructor"] > FunctionExpression > .params:not(:has(Decorator[expression.callee.name=/^inject/]))',
    message: 'A constructor parameter of a class that the container builds needs @inject(TOKEN).',
  },
  {
    selector:
      'MethodDefinition[kind="constructor"]:has(Decorator[expression.callee.name=/^inject/]) > FunctionExpression > .params:not(:has(Decorator[expression.callee.name=/^inject/]))',
    message: 'Every constructor parameter beside an injected one needs @inject(TOKEN), too.',
  },
];

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'coverage/',
      '.cache/',
      '.venv/',
      'models/',
      'samples/',
      'training/',
      // Packages of their own, which the installed package builds and runs (.ci/package).
      'examples/',
      'src/**/*.generated.ts',
      'playground/**/*.generated.ts',
      '**/*.snapshot.graphql',
    ],
  },

  {
    files: ['**/*.{js,mjs,cjs}'],
    extends: [js.configs.recommended],
    languageOptions: { globals: { console: 'readonly', process: 'readonly', performance: 'readonly', URL: 'readonly', Blob: 'readonly' } },
  },

  {
    files: ['**/*.{ts,tsx}'],
    extends: [js.configs.recommended, tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Interfaces promise a Promise; an implementation need not wait for anything.
      '@typescript-eslint/require-await': 'off',
      // Numbers in messages are what they are for.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      'no-restricted-syntax': ['error', ...injection],
    },
  },

  {
    files: ['src/**/*.ts'],
    // Tests put parts together that the product keeps apart.
    ignores: ['src/**/*.test.ts'],
    plugins: { boundaries },
    settings: {
      'import/resolver': { './scripts/lint-resolver.cjs': {} },
      'boundaries/elements': parts,
      'boundaries/files': doors,
      'boundaries/dependency-nodes': ['import', 'export', 'dynamic-import'],
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          message:
            'A file of the part "{{from.element.type}}" may not import this file of "{{to.element.type}}": docs/architecture.md draws the arrows.',
          policies: arrows.map(({ from, to }) => ({ from, allow: { to } })),
        },
      ],
      '@typescript-eslint/no-restricted-imports': ['error', runtime],
    },
  },
  { files: ['src/core/encoder/process/child/**/*.ts'], rules: { '@typescript-eslint/no-restricted-imports': 'off' } },

  {
    files: ['**/*.test.ts', 'test/**/*.ts'],
    rules: {
      // Answers of a server are data that the assertions themselves check.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
    },
  },

  // Test doubles fail in every way that a plugin of others may.
  { files: ['test/**/*.ts'], rules: { '@typescript-eslint/prefer-promise-reject-errors': 'off' } },

  {
    files: ['schema/**/*.graphql', 'src/plugins/**/*.graphql'],
    ignores: ['schema/examples/**'],
    plugins: { '@graphql-eslint': graphql },
    languageOptions: { parser: graphql.parser },
    rules: {
      '@graphql-eslint/require-description': [
        'error',
        { types: true, FieldDefinition: true, InputValueDefinition: true, EnumValueDefinition: true, DirectiveDefinition: true },
      ],
      '@graphql-eslint/naming-convention': [
        'error',
        {
          types: 'PascalCase',
          FieldDefinition: 'camelCase',
          InputValueDefinition: 'camelCase',
          Argument: 'camelCase',
          EnumValueDefinition: 'UPPER_CASE',
        },
      ],
      '@graphql-eslint/require-deprecation-reason': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'InputValueDefinition[defaultValue]:not([gqlType.kind="NonNullType"])',
          message: 'An argument with a default is non-null: null would be a second way to leave it out.',
        },
      ],
    },
  },
  {
    files: ['schema/examples/**/*.graphql'],
    plugins: { '@graphql-eslint': graphql },
    languageOptions: { parser: graphql.parser },
    rules: {
      '@graphql-eslint/no-anonymous-operations': 'error',
      '@graphql-eslint/naming-convention': ['error', { OperationDefinition: 'PascalCase', VariableDefinition: 'camelCase' }],
    },
  },
);
