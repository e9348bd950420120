import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { projectRoot } from '../../src/core/project-root.js';
import { complaintsOf, strictProgram } from './strict-compiler.js';

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
  const program = strictProgram(join(app, 'app.ts'));
  expect(complaintsOf(program)).toEqual([]);
  program.emit();
  expect(execFileSync(process.execPath, [join(app, 'app.js')], { encoding: 'utf8' })).toBe('0,1\n');
});
