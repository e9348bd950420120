import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** Files that are loaded along with one: types and `import()` are not. */
function loadedWith(file: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(file)) return found;
  found.add(file);
  const text = readFileSync(join(root, file), 'utf8');
  for (const [, path = ''] of text.matchAll(/^(?:import|export) (?!type )(?:[^;']* from )?'(\.[^']+)';/gm)) {
    const next = relative(root, resolve(root, dirname(file), path)).replace(/\.js$/, '.ts');
    if (existsSync(join(root, next))) loadedWith(next, found);
  }
  return found;
}

/** Data and a test of a few bytes, which import nothing: eslint.config.js lets who reads packs take them. */
const LIGHT = ['src/onnx/tail-attentions.ts', 'src/onnx/git-lfs.ts'];

const heavy = (files: ReadonlySet<string>): string[] =>
  [...files].filter((file) => /^src\/(core\/(graphs|packs\/(making|hub))|onnx)\//.test(file) && !LIGHT.includes(file));

it.each(['src/core/index.ts', 'src/plugins/index.ts', 'src/server/index.ts'])('%s loads nothing that makes graphs or packs', (entry) => {
  const files = loadedWith(entry);
  expect(files).toContain('src/core/plugin/define-plugin.ts');
  expect(heavy(files)).toEqual([]);
});

it('finds what is loaded, by any number of steps', () => {
  expect(heavy(loadedWith('src/cli/main.ts'))).toContain('src/onnx/writer/graph.ts');
});
