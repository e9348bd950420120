import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const eslint = new ESLint({
  // Snippets belong to no TypeScript project: the rules under test need none, the others are not asked here.
  overrideConfig: { files: ['**/*.ts'], languageOptions: { parserOptions: { projectService: false } } },
  ruleFilter: ({ ruleId }) =>
    ['boundaries/dependencies', '@typescript-eslint/no-restricted-imports', 'no-restricted-syntax'].includes(ruleId),
});

const lint = async (filePath: string, code: string) => {
  const results = await eslint.lintText(code, { filePath });
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => ruleId ?? message));
};

describe('the import arrows', () => {
  it.each([
    ['a plugin that reaches past the public entry', 'src/plugins/mine/index.ts', '../../core/errors.js'],
    ['a plugin that imports another plugin', 'src/plugins/mine/index.ts', '../maskclip/index.js'],
    ['a plugin that imports the server', 'src/plugins/mine/deep/method.ts', '../../../server/compose.js'],
    ['a plugin that imports resolvers', 'src/plugins/mine/index.ts', '../../resolvers/schema.js'],
    ['core that imports a plugin', 'src/core/tasks/mine.ts', '../../plugins/maskclip/index.js'],
    ['core that imports resolvers', 'src/core/mine.ts', '../resolvers/schema.js'],
    ['core that imports the server', 'src/core/mine.ts', '../server/compose.js'],
    ['core that imports the command line', 'src/core/mine.ts', '../cli/main.js'],
    ['resolvers that import the server', 'src/resolvers/mine.ts', '../server/compose.js'],
    ['resolvers that import plugins', 'src/resolvers/mine.ts', '../plugins/index.js'],
    ['server files other than compose.ts that import the plugins', 'src/server/http.ts', '../plugins/index.js'],
    ['compose.ts that imports one plugin past the list', 'src/server/compose.ts', '../plugins/maskclip/index.js'],
    ['a server that imports the command line', 'src/server/mine.ts', '../cli/main.js'],
    ['a command line that imports plugins', 'src/cli/mine.ts', '../plugins/index.js'],
    ['a command line that imports resolvers', 'src/cli/mine.ts', '../resolvers/schema.js'],
    ['an ONNX writer that imports core', 'src/onnx/mine.ts', '../core/errors.js'],
    ['a light entry that imports the entry of graphs', 'src/core/index.ts', './graphs/index.js'],
    ['core that imports the entry of graphs', 'src/core/mine.ts', './graphs/index.js'],
    ['resolvers that import the entry of graphs', 'src/resolvers/mine.ts', '../core/graphs/index.js'],
    ['a plugin that imports the ONNX writer', 'src/plugins/mine/index.ts', '../../onnx/index.js'],
    ['the format of packs that imports what makes them', 'src/core/packs/mine.ts', './making/compile-pack.js'],
    ['the format of packs that imports the hub', 'src/core/packs/mine.ts', './hub/cache.js'],
    ['the format of packs that imports pictures', 'src/core/packs/mine.ts', '../images/inspect.js'],
    ['the format of packs that imports the encoder', 'src/core/packs/mine.ts', '../encoder/encoder.js'],
    ['the format of packs that imports the ONNX writer', 'src/core/packs/mine.ts', '../../onnx/index.js'],
    ['the hub that imports what makes packs', 'src/core/packs/hub/mine.ts', '../making/compile-pack.js'],
    ['the hub that imports the encoder', 'src/core/packs/hub/mine.ts', '../../encoder/encoder.js'],
    ['making of packs that imports the server', 'src/core/packs/making/mine.ts', '../../../server/compose.js'],
    ['an encoder that imports what makes packs', 'src/core/encoder/mine.ts', '../packs/making/compile-pack.js'],
    ['pictures that import the encoder', 'src/core/images/mine.ts', '../encoder/pool/pool.js'],
    ['the encoder that imports tasks', 'src/core/encoder/mine.ts', '../tasks/count/answer.js'],
    ['a call that imports a task', 'src/core/call/mine.ts', '../tasks/count/answer.js'],
    ['a root file of core that imports a folder', 'src/core/mine.ts', './geometry/box.js'],
    ['a server that imports what makes packs', 'src/server/mine.ts', '../core/packs/making/compile-pack.js'],
  ])('refuse %s', async (_case, file, target) => {
    const refused = ['boundaries/dependencies'];
    expect(await lint(file, `import { a } from '${target}'; export { a as b };`), 'import').toEqual(refused);
    expect(await lint(file, `export * from '${target}';`), 'export from').toEqual(refused);
    expect(await lint(file, `export const a = await import('${target}');`), 'import()').toEqual(refused);
    expect(await lint(file, `import type { a } from '${target}'; export type b = a;`), 'import type').toEqual(refused);
  });

  it('let no two folders of core import each other', async () => {
    const folders = ['math', 'geometry', 'text', 'images', 'encoder', 'pixels', 'visual', 'call', 'tasks', 'plugin', 'packs'];
    const allows = async (from: string, to: string) =>
      (await lint(`src/core/${from}/mine.ts`, `import { a } from '../${to}/other.js'; export { a as b };`)).length === 0;
    for (const [index, one] of folders.entries())
      for (const other of folders.slice(index + 1))
        expect([await allows(one, other), await allows(other, one)], `${one} and ${other}`).not.toEqual([true, true]);
  });

  it.each([
    ['a plugin that imports the public entry', 'src/plugins/mine/index.ts', '../../core/index.js'],
    ['a plugin that imports its own files', 'src/plugins/maskclip/deep/mine.ts', '../index.js'],
    ['resolvers that import core', 'src/resolvers/mine.ts', '../core/errors.js'],
    ['compose.ts that imports the list of plugins', 'src/server/compose.ts', '../plugins/index.js'],
    ['a command line that imports the server', 'src/cli/mine.ts', '../server/compose.js'],
    ['a command line that imports core', 'src/cli/mine.ts', '../core/errors.js'],
    ['a plugin that imports the entry of graphs', 'src/plugins/mine/converting/mine.ts', '../../../core/graphs/index.js'],
    ['the door to plugins that imports their list', 'src/server/installed-plugins.ts', '../plugins/index.js'],
    ['the format of packs that imports errors', 'src/core/packs/mine.ts', '../errors.js'],
    ['the format of packs that imports the names of attentions', 'src/core/packs/mine.ts', '../../onnx/tail-attentions.js'],
    ['the format of packs that imports the test of Git LFS pointers', 'src/core/packs/mine.ts', '../../onnx/git-lfs.js'],
    ['the hub that imports the format of packs', 'src/core/packs/hub/mine.ts', '../invalid-pack.js'],
    ['making of packs that imports the encoder', 'src/core/packs/making/mine.ts', '../../encoder/encoder.js'],
    ['making of packs that imports the ONNX writer', 'src/core/packs/making/mine.ts', '../../../onnx/index.js'],
    ['a command line that imports what makes packs', 'src/cli/mine.ts', '../core/packs/making/compile-pack.js'],
    ['tests that put parts together', 'src/core/mine.test.ts', '../server/compose.js'],
  ])('allow %s', async (_case, file, target) => {
    expect(await lint(file, `import { a } from '${target}'; export { a as b };`)).toEqual([]);
  });
});

describe('the inference runtime', () => {
  const load = "import { InferenceSession } from 'onnxruntime-node'; export { InferenceSession };";

  it.each(['src/core/encoder/mine.ts', 'src/core/packs/mine.ts', 'src/plugins/mine/index.ts', 'src/server/mine.ts', 'src/cli/mine.ts'])(
    'is refused in %s',
    async (file) => expect(await lint(file, load)).toEqual(['@typescript-eslint/no-restricted-imports']),
  );

  it("is allowed in the encoder's own process", async () => {
    expect(await lint('src/core/encoder/process/child/mine.ts', load)).toEqual([]);
  });
});

describe('constructor parameters of classes that the container builds', () => {
  const refused = ['no-restricted-syntax'];

  it('are refused without @inject', async () => {
    expect(await lint('src/core/mine.ts', '@injectable() export class A { constructor(b: B) {} }')).toEqual(refused);
    expect(await lint('src/core/mine.ts', '@injectable() export class A { constructor(private readonly b: B) {} }')).toEqual(refused);
  });

  it('are refused when only some of them carry @inject', async () => {
    expect(await lint('src/core/mine.ts', 'export class A { constructor(@inject(X) b: B, c: C) {} }')).toEqual(refused);
  });

  it('are fine with @inject, or in a class that the container never sees', async () => {
    expect(
      await lint('src/core/mine.ts', '@injectable() export class A { constructor(@inject(X) private readonly b: B, @inject(Y) c: C) {} }'),
    ).toEqual([]);
    expect(await lint('src/core/mine.ts', 'export class A { constructor(b: B) {} }')).toEqual([]);
  });
});
