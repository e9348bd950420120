import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { tinyFolder } from '../fixtures/packs/tiny-encoder.js';
import { childrenOf, running } from './processes.js';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
/** A server process of its own on the tiny pack, warm. */
async function serve() {
  const env = { ...process.env, DENSEQL_PACK: tinyFolder, DENSEQL_DEVICE: 'cpu', DENSEQL_THREADS: '1', DENSEQL_PIXEL_THREADS: '1' };
  const child = spawn(process.execPath, ['--import', 'tsx', main, 'serve', '--port', '0'], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  await vi.waitFor(() => expect(printed).toContain('Ready on'), { timeout: 60_000, interval: 50 });
  const url = /http:\S+\/graphql/.exec(printed)?.[0] ?? '';
  // Each query knows the shape of its answer.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const query = async (text: string): Promise<any> => {
    const headers = { 'content-type': 'application/json' };
    return (await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query: text }) })).json();
  };
  return { child, query };
}

describe.skipIf(process.platform === 'win32')('a server process that gets SIGTERM', () => {
  it('answers the query under way, exits with 0 and leaves no process behind', { timeout: 120_000 }, async () => {
    const { child, query } = await serve();
    try {
      const children = childrenOf(child.pid ?? 0);
      expect(children.length).toBeGreaterThan(0);
      // One pass, then pixels for long enough (2 s) to be caught at them, well within the grace of 10 s.
      const fields = Array.from({ length: 10 }, (_, i) => `a${i}: segmentation(labels: ["red"]) { overlay { width } }`).join(' ');
      let answered = false;
      const answer = query(`{ image(source: { sample: "cat" }) { ${fields} } }`).finally(() => (answered = true));
      await vi.waitFor(
        async () => expect((await query('{ serverInfo { encoder { imagePasses } } }')).data.serverInfo.encoder.imagePasses).toBe(1),
        {
          timeout: 30_000,
          interval: 5,
        },
      );
      const exited = once(child, 'exit');
      expect(answered).toBe(false);
      child.kill('SIGTERM');

      const { data, errors } = await answer;
      expect(errors).toBeUndefined();
      expect(Object.keys(data.image)).toHaveLength(10);
      expect(await exited).toEqual([0, null]);
      await vi.waitFor(() => expect(running(children)).toEqual([]), { timeout: 10_000, interval: 50 });
    } finally {
      child.kill('SIGKILL');
    }
  });
});
