import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';
import { tinyFolder } from '../fixtures/packs/tiny-encoder.js';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

it('plugins dev starts anew at every save, also of editors that put a new file in the place of the old one, and kills a server that stands in a loop', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'denseql-dev-'));
  const file = join(folder, 'index.ts');
  const looping = (await readFile(at('../fixtures/plugins/looping.ts'), 'utf8')).replace(
    '../../../src/core/index.js',
    at('../../src/core/index.ts'),
  );
  await writeFile(file, looping);
  await writeFile(join(folder, 'package.json'), '{ "type": "module", "main": "index.ts" }');
  const env = { ...process.env, DENSEQL_PACK: tinyFolder, DENSEQL_DEVICE: 'cpu', DENSEQL_THREADS: '1', DENSEQL_PIXEL_THREADS: '1' };
  const dev = spawn(
    process.execPath,
    ['--import', 'tsx', at('../../src/cli/main.ts'), 'plugins', 'dev', folder, '--port', String(await freePort())],
    { env },
  );
  let printed = '';
  for (const stream of [dev.stdout, dev.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const times = (text: string, count: number) =>
    vi.waitFor(() => expect(printed.split(text)).toHaveLength(count + 1), { timeout: 60_000, interval: 20 });
  try {
    await times('Ready on', 1);
    for (const save of [2, 3, 4]) {
      await writeFile(`${file}.new`, `${looping}// saved ${save}\n`);
      await rename(`${file}.new`, file);
      await times('Ready on', save);
    }
    const url = [...printed.matchAll(/http:\S+\/graphql/g)].at(-1)![0];
    const query = '{ image(source: { sample: "cat" }) { segmentation(labels: ["red"], by: { looping: {} }) { id } } }';
    const asked = fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) });
    asked.catch(() => undefined);
    await times('stood still', 1);
    await writeFile(file, `${looping}// mended\n`);
    await times('is there a loop without an end?', 1);
    await times('Ready on', 5);
  } finally {
    dev.kill('SIGTERM');
    await once(dev, 'exit');
    await rm(folder, { recursive: true });
  }
}, 240_000);
