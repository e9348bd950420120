// Starts `denseql serve` under the Node at this path, asks for two colours of a picture, has it keep a set, stops it, and fails unless all of that went well.
/* global fetch */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { clearTimeout, setTimeout } from 'node:timers';
import { fileURLToPath } from 'node:url';

const [node] = process.argv.slice(2);
const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
const sets = mkdtempSync(join(tmpdir(), 'denseql-sets-'));
const env = {
  ...process.env,
  DENSEQL_SETS_DIR: sets,
  DENSEQL_PACK: at('test/fixtures/packs/tiny'),
  DENSEQL_DEVICE: 'cpu',
  DENSEQL_LOG_LEVEL: 'warn',
};
const server = spawn(node, [at('bin/denseql.js'), 'serve', '--port', '0'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
const ended = once(server, 'exit');
const limit = setTimeout(() => server.kill('SIGKILL'), 60_000);

let url;
for await (const line of createInterface({ input: server.stdout })) {
  url ??= /http:\S+\/graphql/.exec(line)?.[0];
  if (line.startsWith('Ready on')) break;
}
const query = '{ image(source: { sample: "cat" }) { segmentation(labels: ["red", "blue"]) { segments { label mask { area } } } } }';
const ask = async (query) => {
  const headers = { 'content-type': 'application/json' };
  return (await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) })).json();
};
const { data, errors } = await ask(query);
// SQLite comes as a binary.
const kept = await ask('mutation { createReferenceSet(name: "cats", items: [{ source: { sample: "cat" } }]) { size } }');
server.kill('SIGTERM');
const [code] = await ended;
clearTimeout(limit);

const labels = data?.image?.segmentation?.segments?.map(({ label }) => label);
rmSync(sets, { recursive: true, force: true });
if (errors !== undefined || `${labels}` !== 'red,blue' || kept.data?.createReferenceSet?.size !== 1 || code !== 0) {
  console.error(`Node ${version}: labels ${labels}, exit status ${code}, errors ${JSON.stringify(errors)}, set ${JSON.stringify(kept)}`);
  process.exit(1);
}
console.log(`Node ${version}: started, answered a query, kept a set, stopped`);
