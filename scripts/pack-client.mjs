// The client alone as a package, @denseql/client: node scripts/pack-client.mjs [FOLDER]. Writes the tarball there (default: here). Needs what `npm run build` makes.
// The files are those of `denseql/client` in the server's package: all that its entry names, and their types.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { root } from './files.mjs';

const from = join(root, 'dist/src');
const target = resolve(process.argv[2] ?? '.');
const { version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const files = new Set();
function take(file) {
  if (files.has(file)) return;
  files.add(file);
  const text = readFileSync(file, 'utf8');
  for (const [, named] of text.matchAll(/(?:from|import) ?\(?'(\.\.?\/[^']+)\.js'/g)) {
    const next = join(dirname(file), named);
    take(`${next}.d.ts`);
    if (!file.endsWith('.d.ts')) take(`${next}.js`);
  }
}
take(join(from, 'client/index.js'));
take(join(from, 'client/index.d.ts'));

const place = mkdtempSync(join(tmpdir(), 'denseql-client-'));
for (const file of files) {
  const copy = join(place, relative(from, file));
  mkdirSync(dirname(copy), { recursive: true });
  copyFileSync(file, copy);
}
for (const name of ['LICENSE', 'docs/use-it.md']) copyFileSync(join(root, name), join(place, name === 'LICENSE' ? name : 'README.md'));
const manifest = {
  name: '@denseql/client',
  version,
  description: 'Asks a DenseQL server, from browsers and Node: uploads, queries, batches, masks, drawing. No framework.',
  license,
  type: 'module',
  sideEffects: false,
  exports: { '.': { types: './client/index.d.ts', default: './client/index.js' } },
  // Prints queries that come without their text; whoever has such queries has it.
  peerDependencies: { graphql: '>=16' },
  peerDependenciesMeta: { graphql: { optional: true } },
};
writeFileSync(join(place, 'package.json'), JSON.stringify(manifest, null, 2));
const [{ filename, size }] = JSON.parse(
  execFileSync('npm', ['pack', '--json', '--silent', '--pack-destination', target], { cwd: place, encoding: 'utf8' }),
);
rmSync(place, { recursive: true });
console.log(`${join(target, filename.replace('@', '').replace('/', '-'))}: ${Math.round(size / 1000)} kB`);
