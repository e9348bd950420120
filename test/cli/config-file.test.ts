import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { tinyFolder } from '../fixtures/packs/tiny-encoder.js';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'denseql-config-'))));
afterEach(() => rm(folder, { recursive: true }));

/** The command line, started in the folder; stopped once it prints `until`. */
async function run(args: readonly string[], until: string): Promise<{ readonly code: number | null; readonly printed: string }> {
  const env = { ...process.env, DENSEQL_PACK: tinyFolder, DENSEQL_DEVICE: 'cpu', DENSEQL_THREADS: '1' };
  const child = spawn(process.execPath, ['--import', tsx, main, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      if (printed.includes(until)) child.kill('SIGTERM');
    });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, printed };
}

it.each([
  ['off', "export default { off: ['nope'] };", /denseql\.config: off: no plugin is named "nope"\./],
  ['the schema', 'export default { deadlines: { count: -1 } };', /denseql\.config\.ts is wrong: deadlines\.count: /],
  ['a deadline', 'export default { deadlines: { cuont: 5 } };', /denseql\.config: deadlines: .*"cuont"\. Did you mean count\?/],
])('a mistake in denseql.config.ts ends serve with 2 (%s)', async (_what, text, sentence) => {
  await writeFile(join(folder, 'denseql.config.ts'), text);
  const { code, printed } = await run(['serve', '--port', '0'], 'Ready on');
  expect(printed).toMatch(sentence);
  expect(code).toBe(2);
});

it('serve loads a TypeScript plugin once', async () => {
  const source = `import { definePlugin } from '${new URL('../../src/core/index.ts', import.meta.url).href}';
    process.stderr.write('LOADED ');
    export default definePlugin({ name: 'loud', version: '1.0.0', host: '^2.0.0', summary: 'Says when it is loaded.' });`;
  await writeFile(join(folder, 'loud.ts'), source);
  await writeFile(join(folder, 'denseql.config.ts'), "export default { plugins: ['./loud.ts'] };");
  const { code, printed } = await run(['serve', '--port', '0'], 'Ready on');
  expect([code, printed.split('LOADED ').length - 1, printed.includes('Ready on')]).toEqual([0, 1, true]);
});
