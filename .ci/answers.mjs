// Starts `denseql serve` under the Node at this path, asks for two colours of a picture, stops it, and fails unless all of that went well.
/* global fetch */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { clearTimeout, setTimeout } from 'node:timers';
import { fileURLToPath } from 'node:url';

const [node] = process.argv.slice(2);
const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
const env = { ...process.env, DENSEQL_PACK: at('test/fixtures/packs/tiny'), DENSEQL_DEVICE: 'cpu', DENSEQL_LOG_LEVEL: 'warn' };
const server = spawn(node, [at('bin/denseql.js'), 'serve', '--port', '0'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
const ended = once(server, 'exit');
const limit = setTimeout(() => server.kill('SIGKILL'), 60_000);

let url;
for await (const line of createInterface({ input: server.stdout })) {
  url ??= /http:\S+\/graphql/.exec(line)?.[0];
  if (line.startsWith('Ready on')) break;
}
const query = '{ image(source: { sample: "cat" }) { segmentation(labels: ["red", "blue"]) { segments { label mask { area } } } } }';
const response = await fetch(url, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ query }),
});
const { data, errors } = await response.json();
server.kill('SIGTERM');
const [code] = await ended;
clearTimeout(limit);

const labels = data?.image?.segmentation?.segments?.map(({ label }) => label);
if (errors !== undefined || `${labels}` !== 'red,blue' || code !== 0) {
  console.error(`Node ${version}: labels ${labels}, exit status ${code}, errors ${JSON.stringify(errors)}`);
  process.exit(1);
}
console.log(`Node ${version}: started, answered a query, stopped`);
