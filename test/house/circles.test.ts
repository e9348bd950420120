import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = resolve(import.meta.dirname, '../../src');
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.endsWith('.generated.ts'))
  .map((file) => join(SRC, file));
const text = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));

/** Files that a file imports, types too: what cannot be read without the other is one thing. */
const imports = (file: string): string[] =>
  [...text.get(file)!.matchAll(/(?:from|import\()\s*'(\.[^']+)\.js'/g)]
    .map(([, target]) => resolve(dirname(file), `${target}.ts`))
    .filter((target) => text.has(target));

/** A path that comes back to where it began, or null. */
function circle(): string[] | null {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): string[] | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return null;
    path.push(file);
    for (const target of imports(file)) {
      const found = visit(target);
      if (found) return found;
    }
    path.pop();
    done.add(file);
    return null;
  };
  for (const file of files) {
    const found = visit(file);
    if (found) return found;
  }
  return null;
}

describe('the files of src', () => {
  it('import each other in no circle', () => {
    expect(files.length).toBeGreaterThan(300);
    expect(circle()?.map((file) => file.slice(SRC.length))).toBeUndefined();
  });

  it('are small: half of them have at most 60 lines', () => {
    const lines = [...text.values()].map((content) => content.split('\n').length - 1).sort((a, b) => a - b);
    expect(lines[lines.length >> 1]).toBeLessThanOrEqual(60);
  });
});
