import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { copyTiny } from '../../../test/fixtures/packs/copy-tiny.js';
import { someWords } from '../../../test/fixtures/words/some-words.js';
import { loadPack, readPack } from './load-pack.js';
import { packWords } from './words.js';

let root: string;
let folder: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'words-'));
  folder = await copyTiny(root, 'with-words', { words: someWords() });
});
afterEach(() => rm(root, { recursive: true }));

it('are read once; a pack without them has none', async () => {
  const words = packWords(await readPack(folder));
  const [first, second] = await Promise.all([words(), words()]);
  expect(first).toEqual(someWords());
  expect(second).toBe(first);
  expect(await packWords(await readPack(await copyTiny(root, 'without')))()).toBeNull();
});

it('that are not those of pack.json are refused, until the right ones are back', async () => {
  const words = packWords(await readPack(folder));
  const right = await readFile(join(folder, 'words.json'), 'utf8');
  await writeFile(join(folder, 'words.json'), right.replace('"dog"', '"cat"'));
  await expect(words()).rejects.toMatchObject({
    code: 'PACK_INVALID',
    message: expect.stringMatching(/^with-words\/words\.json: .*SHA-256/) as string,
  });
  await writeFile(join(folder, 'words.json'), JSON.stringify({ ...someWords(), articles: 'the' }));
  await expect(words()).rejects.toMatchObject({ message: expect.stringContaining('with-words/words.json: articles:') as string });
  await rm(join(folder, 'words.json'));
  await expect(words()).rejects.toMatchObject({ message: 'with-words/words.json: cannot be read' });
  await writeFile(join(folder, 'words.json'), right);
  expect(await words()).toEqual(someWords());
});

it('must be listed like every file of a pack', async () => {
  const { manifest } = await readPack(folder);
  const files = manifest.files.filter(({ path }) => path !== 'words.json');
  await writeFile(join(folder, 'pack.json'), JSON.stringify({ ...manifest, files }));
  await expect(loadPack(folder)).rejects.toMatchObject({ message: expect.stringContaining('words.json is used but not listed') as string });
});
