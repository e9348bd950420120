import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import type { Operation } from '../../src/core/operation.js';
import type { EncodedPicture } from '../../src/core/pixels/encoded-picture.js';
import { startTiny } from './tiny-server.js';
import type { TinyServer } from './tiny-server.js';

const QUERY = '{ image(source: { sample: "cat" }) { picture { width } } }';

/** A promise to be settled from outside; Promise.withResolvers needs Node 22. */
function deferred<Value>() {
  let resolve!: (value: Value) => void;
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** Holds the first picture back: `asked` gives its operation, `answer` lets it go. */
function heldPicture(server: TinyServer) {
  const asked = deferred<Operation>();
  const answer = deferred<EncodedPicture>();
  vi.spyOn(server.app.platform.pixels, 'run').mockImplementation((_kind, _input, operation) => {
    asked.resolve(operation);
    return answer.promise;
  });
  return { asked: asked.promise, answer: () => answer.resolve({ bytes: new Uint8Array(1), width: 7, height: 7, mediaType: 'image/png' }) };
}

describe('a server that is told to stop', () => {
  it('answers what is under way, takes nothing new, and then ends its parts', async () => {
    const server = await startTiny();
    const held = heldPicture(server);
    const closeEncoder = vi.spyOn(server.app.platform.encoder, 'close');
    const pending = server.query(QUERY);
    await held.asked;

    const closed = server.close();
    await expect(fetch(`${server.url}health/live`)).rejects.toThrow();
    expect(closeEncoder).not.toHaveBeenCalled();
    held.answer();
    expect((await pending).body.data.image.picture).toEqual({ width: 7 });
    await closed;
    expect(closeEncoder).toHaveBeenCalledTimes(1);
    expect(server.app.platform.encoder.status().state).toBe('stopped');
  });

  it('may be told twice', async () => {
    const server = await startTiny();
    await Promise.all([server.close(), server.close()]);
  });
});

describe('a client that leaves', () => {
  it('aborts its operation', async () => {
    const server = await startTiny();
    const held = heldPicture(server);
    const leave = new AbortController();
    const gone = fetch(`${server.url}graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: QUERY }),
      signal: leave.signal,
    }).catch((error: Error) => error.name);
    const { signal } = await held.asked;
    expect(signal.aborted).toBe(false);
    const aborted = once(signal, 'abort');
    leave.abort();
    await aborted;
    expect(await gone).toBe('AbortError');
    held.answer();
    await server.close();
  });
});
