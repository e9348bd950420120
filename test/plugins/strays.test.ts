import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { serve } from '../process/serve.js';

const file = fileURLToPath(new URL('../fixtures/plugins/strays.ts', import.meta.url));
const begun = 'of what it began while it ran( its method "strays")?:';

/** A server of its own: what is nobody's would end this process. */
let server: ReturnType<typeof serve>;
beforeAll(async () => {
  server = serve({ DENSEQL_PLUGINS: file });
  await server.seen('Ready on');
});
afterAll(async () => {
  server.child.kill('SIGTERM');
  expect(await server.exited).toEqual([0, null]);
});

it.each([
  ['REJECTS', `a promise that nobody waited for failed, ${begun} a stray rejection\\. Await it, or give it a catch\\.`],
  ['TIMER', `an error was thrown in a timer or an event, ${begun} a stray throw\\. Catch it there\\.`],
  ['MICROTASK', `an error was thrown in a timer or an event, ${begun} a stray microtask\\. Catch it there\\.`],
  ['EXITS', '.*process\\.exit\\(3\\), which would end the server, and was refused: throw an error instead\\.'],
])('a plugin that leaves behind %s is named in the log, and the server stands', async (how, sentence) => {
  const text = `{ image(source: { sample: "cat" }) { segmentation(labels: ["cat"], by: { strays: { how: ${how} } }) { meta { form } } } }`;
  const { data, errors } = await server.query(text);
  expect([data?.image.segmentation.meta.form, errors]).toEqual([how, undefined]);
  await vi.waitFor(
    () => expect(server.printed.stderr.replaceAll('\\"', '"')).toMatch(new RegExp(`Plugin "strays"(:| called) ${sentence}`)),
    { timeout: 5000 },
  );
  expect((await server.query('{ serverInfo { version } }')).errors).toBeUndefined();
});
