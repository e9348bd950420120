import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { KINDS, type Kind } from '../../src/cli/plugins/kinds.js';
import { newCommand } from '../../src/cli/plugins/new.js';
import { projectRoot } from '../../src/core/project-root.js';

const EXAMPLES: Readonly<Record<Kind, string>> = {
  method: 'colour-segmentation',
  head: 'surface-layout',
  task: 'palette',
  composition: 'shelf-audit',
};

let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'denseql-new-'));
  vi.spyOn(process, 'cwd').mockReturnValue(place);
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(place, { recursive: true });
});

const files = async (folder: string): Promise<Record<string, string>> =>
  Object.fromEntries(
    await Promise.all((await readdir(folder)).sort().map(async (file) => [file, await readFile(join(folder, file), 'latin1')])),
  );

// CI builds and runs the examples from the package: what `plugins new` writes is the same.
it.each(Object.keys(KINDS) as Kind[])('`plugins new --kind %s` writes the example', async (kind) => {
  await newCommand(EXAMPLES[kind], { kind });
  expect(await files(join(place, EXAMPLES[kind]))).toEqual(await files(join(projectRoot(), 'examples/plugins', EXAMPLES[kind])));
});

it('refuses names that are none, and folders that are there', async () => {
  await expect(newCommand('My_Plugin', { kind: 'task' })).rejects.toThrow('name: "My_Plugin" must be lower case letters');
  await newCommand('mine', { kind: 'task' });
  await expect(newCommand('mine', { kind: 'task' })).rejects.toThrow(/mine is there already\. Name another/);
});
