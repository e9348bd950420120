// Builds what is stale and says what it does: the server (tsc) and the offline pages, the playground and GraphiQL (Vite).
// What was built from what is remembered as a hash in dist/*.stamp; `--force` builds everything.
import { copyFileSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildPage } from './build-page.mjs';
import { filesUnder, hashOf, root } from './files.mjs';
import { runNode } from './run-node.mjs';

const force = process.argv.includes('--force');
const isTest = (file) => file.endsWith('.test.ts');
const isDocument = (file) => /\.(md|jpg)$/.test(file);
// Read at run time beside the compiled module, e.g. new URL('./plugin.graphql', import.meta.url).
const isAsset = (file) => /\.(graphql|onnx)$/.test(file);
const source = filesUnder('src', (file) => (file.endsWith('.ts') && !isTest(file)) || isAsset(file));

/** What runs the encoder's graphs. */
const RUNTIME = 'node_modules/onnxruntime-node';

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
  { name: 'runtime', inputs: [`${RUNTIME}/package.json`], output: 'dist/runtime', make: takeRuntime },
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

// The package carries the runtime itself. As a dependency it would run its install script, which downloads GPU libraries from outside the npm registry, and
// ends the installation where it cannot. Its binaries are the same bytes either way; what it needs beside them, onnxruntime-common, has no such script.
function takeRuntime() {
  rmSync(join(root, 'dist/runtime'), { recursive: true, force: true });
  const { name, version, license, main } = JSON.parse(readFileSync(join(root, RUNTIME, 'package.json'), 'utf8'));
  for (const file of filesUnder(RUNTIME, (path) => /\/(bin\/|dist\/.*\.js$|README\.md$)/.test(path))) {
    const to = join(root, 'dist/runtime', file.slice(RUNTIME.length + 1));
    mkdirSync(dirname(to), { recursive: true });
    linkOrCopy(join(root, file), to);
  }
  writeFileSync(join(root, 'dist/runtime/package.json'), `${JSON.stringify({ name, version, license, main }, null, 2)}\n`);
}

// 290 MB: two names of one file, where both lie on one disk.
function linkOrCopy(from, to) {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
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
