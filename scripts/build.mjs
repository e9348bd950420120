// Builds what is stale and says what it does: the server (tsc) and the offline pages, the playground and GraphiQL (Vite).
// What was built from what is remembered as a hash in dist/*.stamp; `--force` builds everything.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildPage } from './build-page.mjs';
import { filesUnder, hashOf, root } from './files.mjs';
import { runNode } from './run-node.mjs';

const force = process.argv.includes('--force');
const isTest = (file) => file.endsWith('.test.ts');
const isDocument = (file) => file.endsWith('.md');
// Read at run time beside the compiled module, e.g. new URL('./plugin.graphql', import.meta.url).
const isAsset = (file) => /\.(graphql|onnx)$/.test(file);
const source = filesUnder('src', (file) => (file.endsWith('.ts') && !isTest(file)) || isAsset(file));

const parts = [
  {
    name: 'server',
    inputs: [...source, 'tsconfig.json', 'tsconfig.build.json', 'src/client/tsconfig.json', 'package.json'],
    output: 'dist/src',
    make: compileServer,
  },
  page('vision', [
    'src/core/geometry/palette.ts',
    ...filesUnder('src/client'),
    ...filesUnder('docs', isDocument),
    ...filesUnder('src/plugins', isDocument),
  ]),
  page('graphiql', filesUnder('schema/examples')),
];

mkdirSync(join(root, 'dist'), { recursive: true });
for (const part of parts) {
  const stamp = join(root, `dist/${part.name}.stamp`);
  const hash = hashOf(part.inputs, process.version);
  const built = existsSync(join(root, part.output)) && existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
  if (built === hash && !force) {
    console.log(`${part.name}: up to date`);
    continue;
  }
  console.log(`${part.name}: building ${part.output}`);
  const start = performance.now();
  rmSync(stamp, { force: true });
  await part.make();
  writeFileSync(stamp, hash);
  console.log(`${part.name}: built in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

function page(name, further) {
  return {
    name,
    inputs: [...filesUnder(`playground/${name}`), ...further, 'playground/tsconfig.json', 'scripts/build-page.mjs', 'package.json'],
    output: `dist/${name}`,
    make: () => buildPage(name),
  };
}

async function compileServer() {
  removeLeftovers();
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  // The client apart: its types are those of a browser.
  for (const project of ['tsconfig.build.json', 'src/client']) {
    const status = await runNode([compiler, '-p', project]);
    if (status !== 0) process.exit(status);
  }
  for (const file of source.filter(isAsset)) {
    mkdirSync(join(root, 'dist', dirname(file)), { recursive: true });
    copyFileSync(join(root, file), join(root, 'dist', file));
  }
}

// A module whose source is gone must not be found by an import that nobody has mended.
function removeLeftovers() {
  // The compiler trusts its own notes: without its output they would make it write nothing.
  if (force || !existsSync(join(root, 'dist/src')))
    for (const notes of ['.tsbuildinfo', '.tsbuildinfo-client']) rmSync(join(root, 'dist', notes), { force: true });
  const wanted = new Set(source.map((file) => `dist/${file.replace(/\.ts$/, '')}`));
  for (const file of filesUnder('dist/src')) if (!wanted.has(file.replace(/(\.d\.ts|\.js|\.js\.map)$/, ''))) rmSync(join(root, file));
}
