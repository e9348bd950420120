import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';
import { serve } from './serve.js';

it("an endless loop in a plugin's method is told on stderr while it lasts, with the plugin, the method and the line; who asks for health hears nothing", async () => {
  const server = serve({ DENSEQL_PLUGINS: fileURLToPath(new URL('../fixtures/plugins/looping.ts', import.meta.url)) });
  try {
    await server.seen('Ready on');
    void server
      .query('{ image(source: { sample: "cat" }) { segmentation(labels: ["red"], by: { looping: {} }) { id } } }')
      .catch(() => undefined);
    const told =
      /^denseql: the event loop has stood still for \d+ s, and nobody is answered\. Plugin "looping" holds it up, when it ran its method "looping"\. It is at forEver \(.*looping\.ts:1[1-3]\)\.$/m;
    await vi.waitFor(() => expect(server.printed.stderr).toMatch(told), { timeout: 30_000, interval: 50 });
    await expect(
      fetch(/http:\S+\/graphql/.exec(server.printed.stdout)![0].replace('graphql', 'health/live'), { signal: AbortSignal.timeout(500) }),
    ).rejects.toMatchObject({
      name: 'TimeoutError',
    });
    expect(server.printed.stderr.match(/stood still/g)).toHaveLength(1);
  } finally {
    server.child.kill('SIGKILL');
    await server.exited;
  }
});
