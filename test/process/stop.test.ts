import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { childrenOf, running } from './processes.js';
import { serve } from './serve.js';

const plugin = (name: string): string => fileURLToPath(new URL(`../fixtures/plugins/${name}.ts`, import.meta.url));

describe.skipIf(process.platform === 'win32')('a server process that gets SIGTERM', () => {
  it('answers the query under way, exits with 0 and leaves no process behind', { timeout: 120_000 }, async () => {
    const { child, exited, seen, query } = serve();
    try {
      await seen('Ready on');
      const children = childrenOf(child.pid ?? 0);
      expect(children.length).toBeGreaterThan(0);
      // One pass, then pixels for long enough (2 s) to be caught at them, well within DRAIN_MS.
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

  it('answers each of 40 queries under way, with data or STOPPING, and refuses new ones meanwhile', { timeout: 120_000 }, async () => {
    const server = serve({ DENSEQL_PLUGINS: plugin('waiting-for-sigterm'), DENSEQL_DRAIN_MS: '3000' });
    const { child, exited, seen, send, ready } = server;
    try {
      await seen('Ready on');
      const children = childrenOf(child.pid ?? 0);
      // Every second one goes on when the server is told to stop; the others never end by themselves.
      const ask = async (endless: boolean) => {
        const response = await send(
          `{ image(source: { sample: "cat" }) { width waited: segmentation(labels: ["red"], by: { waiting: { endless: ${endless} } }) { meta { form } } } }`,
        );
        return { status: response.status, body: await response.json() };
      };
      const answers = Array.from({ length: 40 }, (_, i) => ask(i % 2 === 1));
      await seen('waiting: 40\n');
      child.kill('SIGTERM');

      const refused = await vi.waitFor(async () => {
        const response = await ready();
        expect(await response.json()).toMatchObject({ status: 'stopping' });
        return [response.status, await send('{ __typename }')] as const;
      });
      expect([refused[0], refused[1].status, refused[1].headers.get('retry-after')]).toEqual([503, 503, '1']);
      expect(await refused[1].json()).toMatchObject({ errors: [{ extensions: { code: 'STOPPING', retryAfterMs: 1000 } }] });

      const told = await Promise.all(answers);
      for (const [i, { status, body }] of told.entries()) {
        expect(status).toBe(200);
        if (i % 2 === 0) expect(body).toMatchObject({ data: { image: { waited: { meta: { form: 'waited' } } } } });
        else
          expect(body).toMatchObject({
            data: { image: { width: 1280, waited: null } },
            errors: [{ path: ['image', 'waited'], extensions: { code: 'STOPPING' } }],
          });
      }
      expect(await exited).toEqual([0, null]);
      await vi.waitFor(() => expect(running(children)).toEqual([]), { timeout: 10_000, interval: 50 });
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('ends at once when it is told twice', { timeout: 120_000 }, async () => {
    const server = serve({ DENSEQL_PLUGINS: plugin('waiting-for-sigterm'), DENSEQL_DRAIN_MS: '100000' });
    const { child, exited, seen, send, ready } = server;
    try {
      await seen('Ready on');
      const children = childrenOf(child.pid ?? 0);
      const cut = send(
        '{ image(source: { sample: "cat" }) { segmentation(labels: ["red"], by: { waiting: { endless: true } }) { meta { form } } } }',
      );
      void cut.catch(() => undefined);
      await seen('waiting: 1\n');
      child.kill('SIGTERM');
      await vi.waitFor(async () => expect((await ready()).status).toBe(503));
      // One that comes with the first, as npm sends it on, is the first: whoever will not wait sends it again.
      await vi.waitFor(() => expect([child.kill('SIGTERM'), child.exitCode]).toEqual([false, 1]), { timeout: 10_000, interval: 100 });
      expect(await exited).toEqual([1, null]);
      await expect(cut).rejects.toThrow();
      await vi.waitFor(() => expect(running(children)).toEqual([]), { timeout: 10_000, interval: 50 });
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('exits with 0 while its encoder is still loading', { timeout: 120_000 }, async () => {
    const { child, printed, exited, seen } = serve();
    try {
      await seen('warming up');
      const children = childrenOf(child.pid ?? 0);
      child.kill('SIGTERM');
      expect(await exited).toEqual([0, null]);
      expect(printed.stdout).not.toContain('Ready on');
      expect(printed.stderr).not.toMatch(/cannot|denseql:/);
      await vi.waitFor(() => expect(running(children)).toEqual([]), { timeout: 10_000, interval: 50 });
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('exits with 0 when it is told before it listens', { timeout: 120_000 }, async () => {
    const { child, printed, exited } = serve({ DENSEQL_PLUGINS: plugin('stops-its-server') });
    try {
      expect(await exited).toEqual([0, null]);
      expect(printed.stderr).toMatch(/stopping/);
      expect(printed.stdout).not.toContain('Ready on');
    } finally {
      child.kill('SIGKILL');
    }
  });
});
