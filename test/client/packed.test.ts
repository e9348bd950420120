import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, expect, it } from 'vitest';
import { projectRoot } from '../../src/core/project-root.js';

const app = mkdtempSync(join(tmpdir(), 'denseql-packed-'));
afterAll(() => rmSync(app, { recursive: true }));

it('the client packed alone is whole: it runs in Node by itself, and a strict compiler finds all of its types', () => {
  execFileSync(process.execPath, [join(projectRoot(), 'scripts/pack-client.mjs'), app]);
  const tarball = readdirSync(app).find((name) => name.endsWith('.tgz'))!;
  const place = join(app, 'node_modules/@denseql/client');
  mkdirSync(place, { recursive: true });
  execFileSync('tar', ['xzf', join(app, tarball), '--strip-components=1', '-C', place]);
  writeFileSync(join(app, 'package.json'), '{ "private": true, "type": "module" }');
  writeFileSync(
    join(app, 'app.ts'),
    `import { decodeRle, type ImageSource } from '@denseql/client';\nexport const source: ImageSource = { sample: 'cat' };\nconsole.log(decodeRle({ size: [1, 2], counts: '11' }).data.join());\n`,
  );
  const program = ts.createProgram([join(app, 'app.ts')], {
    strict: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    types: [],
  });
  expect(ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
  program.emit();
  expect(execFileSync(process.execPath, [join(app, 'app.js')], { encoding: 'utf8' })).toBe('0,1\n');
});
