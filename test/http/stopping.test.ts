import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import type { LocalEncoder } from '../../src/core/encoder/pool/pooled-encoder.js';
import type { Operation } from '../../src/core/operation.js';
import type { EncodedPicture } from '../../src/core/pixels/encoded-picture.js';
import waitingPlugin, { waiting } from '../fixtures/plugins/waiting.js';
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

/** A quick field beside one that waits, or never answers. */
const waits = (endless: boolean): string =>
  `{ image(source: { sample: "cat" }) { width ${endless ? 'endless' : 'slow'}: segmentation(labels: ["red"], by: { waiting: { endless: ${endless} } }) { meta { form } } } }`;

const startWaiting = (settings: Parameters<typeof startTiny>[0] = {}) => startTiny(settings, { plugins: [waitingPlugin] });

/** Status, code and the headers that tell a client what to do. */
async function refusal(response: Response) {
  const { errors } = (await response.json()) as { errors: { extensions: { code: string; retryAfterMs?: number } }[] };
  const { code, retryAfterMs } = errors[0]!.extensions;
  return [response.status, code, retryAfterMs, response.headers.get('retry-after'), response.headers.get('connection')];
}

describe('a server that is told to stop', () => {
  it('answers what is under way, refuses new work, says so, and then ends its parts', async () => {
    const server = await startTiny({ CORS_ORIGIN: '*' });
    const drawn = await server.query('{ image(source: { sample: "cat" }) { picture { url } } }');
    const held = heldPicture(server);
    const closeEncoder = vi.spyOn(server.app.platform.encoder, 'close');
    const pending = server.query(QUERY);
    await held.asked;

    const closed = server.close();
    const get = (path: string, init?: RequestInit) => fetch(new URL(path, server.url), init);
    const ready = await get('health/ready');
    expect([ready.status, ready.headers.get('connection'), await ready.json()]).toMatchObject([503, 'close', { status: 'stopping' }]);
    expect((await get('health/live')).status).toBe(200);
    const post = { method: 'POST', headers: { 'content-type': 'application/json', origin: 'https://page.example' } };
    const refused = await get('graphql', { ...post, body: JSON.stringify({ query: QUERY }) });
    expect(refused.headers.get('access-control-allow-origin')).toBe('*');
    expect(await refusal(refused)).toEqual([503, 'STOPPING', 1000, '1', 'close']);
    expect(await refusal(await get('graphql?query={__typename}'))).toEqual([503, 'STOPPING', 1000, '1', 'close']);
    // Larger than what one read of a socket takes: the answer arrives although most of the body does not.
    expect(await refusal(await get('uploads', { ...post, body: Buffer.alloc(3_000_000) }))).toEqual([503, 'STOPPING', 1000, '1', 'close']);
    // What an answer tells of is still there.
    expect((await get(drawn.body.data.image.picture.url as string)).status).toBe(200);
    expect(await server.app.execute('{ __typename }')).toMatchObject({ errors: [{ extensions: { code: 'STOPPING' } }] });

    expect(closeEncoder).not.toHaveBeenCalled();
    held.answer();
    const answered = await pending;
    expect([answered.status, answered.headers.get('connection')]).toEqual([200, 'close']);
    expect(answered.body.data.image.picture).toEqual({ width: 7 });
    await closed;
    expect(closeEncoder).toHaveBeenCalledTimes(1);
    expect(server.app.platform.encoder.status().state).toBe('stopped');
    await expect(get('health/live')).rejects.toThrow();
  });

  it('may be told twice', async () => {
    const server = await startTiny();
    await Promise.all([server.close(), server.close()]);
  });

  it('ends with STOPPING what is not done when its time is over; what is done stands', async () => {
    const server = await startWaiting({ DRAIN_MS: 50 });
    const asked = once(waiting, 'asked');
    const pending = server.query(waits(true));
    await asked;
    const closed = server.close();
    const { status, body } = await pending;
    expect([status, body.data]).toEqual([200, { image: { width: expect.any(Number) as number, endless: null } }]);
    expect(body.errors).toMatchObject([
      {
        path: ['image', 'endless'],
        message: expect.stringContaining('DENSEQL_DRAIN_MS') as string,
        extensions: { code: 'STOPPING', retryAfterMs: 1000 },
      },
    ]);
    await closed;
  });

  it('ends passes that wait for the encoder with STOPPING, too', async () => {
    const server = await startWaiting({ DRAIN_MS: 50 });
    const encoder = server.app.platform.encoder as LocalEncoder;
    const asked = deferred<undefined>();
    const encodeImage = encoder.encodeImage.bind(encoder);
    // Stopped, the process answers no pass.
    process.kill(encoder.pid() ?? 0, 'SIGSTOP');
    vi.spyOn(encoder, 'encodeImage').mockImplementation((...call) => {
      const answer = encodeImage(...call);
      asked.resolve(undefined);
      return answer;
    });
    const pending = server.query('{ image(source: { sample: "cat" }) { embedding } }');
    await asked.promise;
    const closed = server.close();
    expect((await pending).body.errors).toMatchObject([{ extensions: { code: 'STOPPING' } }]);
    await closed;
  });

  it('answers an upload that is still coming in when its time is over', async () => {
    const server = await startTiny({ DRAIN_MS: 50 });
    const sending = new TransformStream<Uint8Array, Uint8Array>();
    const writer = sending.writable.getWriter();
    void writer.write(new Uint8Array(1000)).catch(() => undefined);
    const upload = fetch(`${server.url}uploads`, { method: 'POST', body: sending.readable, duplex: 'half' });
    await vi.waitFor(() => expect(server.app.underWay.count).toBe(1));
    const closed = server.close();
    expect((await refusal(await upload)).slice(0, 2)).toEqual([503, 'STOPPING']);
    await closed;
  });

  it('listens for as long as probes need to see it, without anything under way', async () => {
    const server = await startTiny({ DRAIN_LEAST_MS: 1000 });
    const closed = server.close();
    expect((await fetch(`${server.url}health/ready`)).status).toBe(503);
    await closed;
    await expect(fetch(`${server.url}health/ready`)).rejects.toThrow();
  });
});

describe('DenseQL without a transport that is closed', () => {
  it('lets queries end within the time, and ends the others with STOPPING', async () => {
    const server = await startWaiting({ DRAIN_MS: 500 });
    const asked = new Promise((resolve) => {
      let calls = 0;
      waiting.on('asked', () => ++calls === 2 && resolve(undefined));
    });
    const answers = Promise.all([server.app.execute(waits(false)), server.app.execute(waits(true))]);
    await asked;
    const closed = server.app.close();
    waiting.emit('go');
    const [slow, endless] = await answers;
    expect(slow).toMatchObject({ data: { image: { slow: { meta: { form: 'waited' } } } } });
    expect(slow.errors).toBeUndefined();
    expect(endless.errors).toMatchObject([{ path: ['image', 'endless'], extensions: { code: 'STOPPING' } }]);
    await closed;
    await server.close().catch(() => undefined); // its parts are closed already
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
