import { timed } from '../client.js';

/** Asks for health and serverInfo without a pause, from a client of its own, until it is told to stop. @returns the slowest of each, in milliseconds */
export function watch(url: string): () => Promise<{ health: number; serverInfo: number }> {
  let on = true;
  const slowest = async (ask: () => Promise<Response>): Promise<number> => {
    let worst = 0;
    while (on) {
      worst = Math.max(worst, await timed(async () => (await ask()).text()));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return worst;
  };
  const body = JSON.stringify({ query: '{ serverInfo { version } }' });
  const health = slowest(() => fetch(`${url}health/live`));
  const serverInfo = slowest(() => fetch(`${url}graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body }));
  return async () => {
    on = false;
    return { health: await health, serverInfo: await serverInfo };
  };
}
