// Packs the server and the embedded pack, installs both into an empty folder as anybody would, and asks plugins in plain JavaScript, in TypeScript and
// compiled, from another folder, in which a tsconfig.json knows nothing of decorators.
/* global fetch */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { clearTimeout, setTimeout } from 'node:timers';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const place = mkdtempSync(join(tmpdir(), 'denseql-package-'));
const app = join(place, 'app');
const elsewhere = join(place, 'elsewhere');
const denseql = join(app, 'node_modules/denseql/bin/denseql.js');
const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

function fail(message) {
  throw new Error(`package: ${message}`);
}

function run(command, args, cwd, env = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', env: { ...process.env, ...env } });
  if (status !== 0) fail(`${command} ${args.join(' ')} ended with ${status}.\n${stdout}${stderr}`);
  return `${stdout}${stderr}`;
}

/** @returns the tarball; with scripts on, so that `prepack` builds, whatever the checkout's .npmrc says */
function pack(folder) {
  const [{ filename }] = JSON.parse(
    run('npm', ['pack', '--json', '--silent', '--ignore-scripts=false', '--pack-destination', place], folder).replace(/^[^[]*/, ''),
  );
  return join(place, filename.replace('@', '').replace('/', '-'));
}

/** Starts the installed server, lets `ask` speak to it, stops it. @param until a line of its output to wait for */
async function serving(env, until, ask) {
  const options = { cwd: elsewhere, env: { ...process.env, DENSEQL_LOG_LEVEL: 'error', DENSEQL_DEVICE: 'cpu', ...env } };
  const server = spawn(process.execPath, [denseql, 'serve', '--port', '0'], { ...options, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(server, 'exit');
  const limit = setTimeout(() => server.kill('SIGKILL'), 90_000);
  let url;
  for await (const line of createInterface({ input: server.stdout })) {
    url ??= /http:\S+\/(?=graphql$)/.exec(line)?.[0];
    if (until.test(line)) break;
  }
  await ask(url);
  server.kill('SIGTERM');
  const [code] = await ended;
  clearTimeout(limit);
  if (code !== 0) fail(`the server ended with ${code}.`);
}

async function query(url, text) {
  const response = await fetch(`${url}graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: text }),
  });
  return response.json();
}

try {
  mkdirSync(app);
  mkdirSync(elsewhere);
  writeFileSync(join(elsewhere, 'tsconfig.json'), '{ "compilerOptions": { "experimentalDecorators": false } }');
  writeFileSync(join(app, 'package.json'), '{ "name": "app", "private": true, "type": "module" }');
  const server = pack(root);
  const weights = pack(join(root, 'models/pocket'));
  const install = ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  const tools = ['typescript', '@types/node'].map((name) => `${name}@${devDependencies[name]}`);
  run('npm', [...install, server, ...tools], app);

  await serving({}, /Ready\?/, async (url) => {
    const { errors } = await query(url, '{ image(source: { sample: "cat" }) { width } }');
    if (!/npm install @denseql\/pocket/.test(errors?.[0]?.message)) fail(`without the pack it says ${JSON.stringify(errors)}.`);
    if (!/<title>/.test(await (await fetch(url)).text())) fail('the playground is not in the package.');
  });

  run('npm', [...install, weights], app);
  copyFileSync(join(root, '.ci/package/plain.mjs'), join(app, 'plain.mjs'));
  const typed = readFileSync(join(root, '.ci/package/typed.ts.txt'), 'utf8');
  for (const name of ['typed', 'compiled']) writeFileSync(join(app, `${name}.ts`), typed.replaceAll('NAME', name));
  writeFileSync(join(app, 'compile.json'), '{ "extends": "denseql/tsconfig.json", "include": ["compiled.ts"], "exclude": [] }');
  run('npx', ['tsc', '-p', 'compile.json', '--outDir', 'out'], app);
  rmSync(join(app, 'compiled.ts'));

  const plugins = ['plain.mjs', 'typed.ts', 'out/compiled.js'].map((file) => join(app, file)).join();
  await serving({ DENSEQL_PLUGINS: plugins, DENSEQL_SETS_DIR: join(place, 'sets') }, /^Ready on/, async (url) => {
    const fields = ['plain', 'typed', 'compiled'].map(
      (key) => `${key}: segmentation(labels: ["cat"], by: { ${key}: {} }) { meta { form } }`,
    );
    const { data, errors } = await query(url, `{ image(source: { sample: "cat" }) { ${fields.join(' ')} } }`);
    const forms = Object.values(data?.image ?? {}).map((answer) => answer?.meta.form);
    // SQLite's binary is a package of its own.
    const kept = await query(url, 'mutation { createReferenceSet(name: "cats", items: [{ source: { sample: "cat" } }]) { size } }');
    if (kept.data?.createReferenceSet?.size !== 1) fail(`it keeps no set: ${JSON.stringify(kept)}.`);
    if (`${forms}` !== 'plain of 128,typed of 128,compiled of 128') fail(`the plugins answered ${forms}: ${JSON.stringify(errors)}.`);
  });
  for (const example of readdirSync(join(root, 'examples/plugins'))) {
    cpSync(join(root, 'examples/plugins', example), join(app, example), { recursive: true });
    run('npx', ['tsc', '-p', example], app);
    run('npm', ['run', '--silent', 'check'], join(app, example));
    run('npm', ['test', '--silent'], join(app, example));
  }
  console.log('package: packed, installed into an empty folder, asked plugins in JavaScript, in TypeScript and compiled, and examples');
} finally {
  rmSync(place, { recursive: true, force: true });
}
