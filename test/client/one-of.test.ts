import { mkdtemp, rm, symlink, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../src/core/project-root.js';
import { complaintsOf, strictProgram } from './strict-compiler.js';

/** What a strict compiler says of an app's file that imports the built client. */
async function complaintsOfApp(source: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'denseql-types-'));
  await mkdir(join(folder, 'node_modules'));
  await symlink(projectRoot(), join(folder, 'node_modules/denseql'));
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  const file = join(folder, 'app.ts');
  await writeFile(file, `import { createClient, type ImageSource, type SegmentationMethod } from 'denseql/client';\n${source}`);
  const found = complaintsOf(strictProgram(file, { exactOptionalPropertyTypes: true, noEmit: true }));
  await rm(folder, { recursive: true });
  return found;
}

it.each([
  `export const source: ImageSource = { sample: 'cat' };`,
  `export const by: SegmentationMethod = { maskclip: { threshold: 0.1 } };`,
  `export const answer = createClient({ url: '/graphql' }).query<{ samples: { id: string }[] }, { n: number }>('query', { n: 1 });`,
])('a strict compiler takes: %s', async (source) => {
  expect(await complaintsOfApp(source)).toEqual([]);
});

it.each([
  `export const source: ImageSource = { sample: 'cat', upload: 'abc' };`,
  `export const source: ImageSource = {};`,
  `export const by: SegmentationMethod = { maskclip: {}, denseclip: {} };`,
  `export const answer = createClient({ url: '/graphql' }).query<{ samples: { id: string }[] }, { n: number }>('query', { n: 'one' });`,
])('a strict compiler refuses: %s', async (source) => {
  expect(await complaintsOfApp(source)).toHaveLength(1);
});
