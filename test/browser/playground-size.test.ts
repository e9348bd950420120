import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

const folder = 'dist/vision';
const size = (file: string): number => gzipSync(readFileSync(join(folder, file))).length;

it('what the playground loads at first is less than 400 kB, compressed, and names no other host', () => {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const named = [...page.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, file]) => file!);
  expect(named.length).toBeGreaterThanOrEqual(2);
  const fonts = named
    .filter((file) => file.endsWith('.css'))
    .flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(/url\(\.\/([^)]+-latin-wght[^)]+)\)/g)].map(([, font]) => `assets/${font!}`),
    );
  expect(fonts.length).toBeGreaterThanOrEqual(1);
  const bytes = ['index.html', ...named, ...fonts].reduce((sum, file) => sum + size(file), 0);
  expect(bytes).toBeGreaterThan(50_000);
  expect(bytes).toBeLessThan(400_000);
  expect(page).not.toMatch(/(?:src|href)="https?:/);
});
