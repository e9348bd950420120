import { createHash } from 'node:crypto';
import type { Server } from 'node:http';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture, pngBomb } from '../../test/fixtures/pictures/fixtures.js';
import { readConfig } from '../core/config.js';
import { createUploadStore } from '../core/images/upload-store.js';
import { Bodies } from './bodies.js';
import { uploadsRouter } from './uploads.js';
import { base } from '../../test/corpus/bases.js';

const config = {
  ...readConfig({}),
  MAX_UPLOAD_BYTES: 200_000,
  MAX_PIXELS: 1_000_000,
  MAX_DECODED_BYTES: 10_000_000,
  UPLOAD_STORE_BYTES: 1_000_000,
  UPLOAD_TTL_MS: 60_000,
};
const never = new AbortController().signal;
const store = createUploadStore(config, () => Date.UTC(2030, 0, 1));
const photo = fixture('photo.jpg');

let server: Server;
let url = '';
const port = () => (server.address() as AddressInfo).port;
beforeAll(async () => {
  server = express()
    .use(uploadsRouter({ store, bodies: new Bodies(config, never), over: never, config }))
    .listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${port()}/uploads`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

interface Answer {
  status: number;
  body: { id?: string; errors?: { message: string; extensions: { code: string } }[] };
}
const send = async (body: RequestInit['body'], headers: Record<string, string> = {}): Promise<Answer> => {
  const response = await fetch(url, { method: 'POST', body, headers });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
};
const refusal = ({ status, body }: Answer) => [status, body.errors?.[0]?.extensions.code];

/** Sends with chunked transfer: no content-length to go by. */
const sendChunks = (chunks: Buffer[]): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sending = httpRequest(url, { method: 'POST' }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as Answer['body'] }));
    });
    sending.on('error', reject);
    for (const chunk of chunks) sending.write(chunk);
    sending.end();
  });

describe('POST /uploads', () => {
  it('keeps a picture and says what it is, whatever its content type claims', async () => {
    const answer = await send(photo, { 'content-type': 'application/x-www-form-urlencoded' });
    expect(answer).toEqual({
      status: 201,
      body: {
        id: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        width: 480,
        height: 360,
        mediaType: 'image/jpeg',
        bytes: photo.length,
        expiresAt: '2030-01-01T00:01:00.000Z',
      },
    });
    expect((await store.get(answer.body.id ?? '')).bytes.equals(photo)).toBe(true);
  });

  it('says of a picture that is written anew what was sent', async () => {
    const { bytes } = base('TIFF float');
    const { status, body } = await send(bytes);
    const id = createHash('sha256').update(bytes).digest('hex');
    expect([status, body]).toEqual([
      201,
      expect.objectContaining({ id, width: 24, height: 16, mediaType: 'image/tiff', bytes: bytes.length }),
    ]);
  });

  it('answers the same for the same picture again', async () => {
    const [first, second] = [await send(photo), await sendChunks([photo.subarray(0, 100), photo.subarray(100)])];
    expect(second).toEqual(first);
  });

  it.each([
    ['no bytes', Buffer.alloc(0), 400, 'BAD_IMAGE'],
    ['noise', Buffer.from('hello hello'), 400, 'BAD_IMAGE'],
    ['a JPEG whose data is cut short', photo.subarray(0, photo.length / 2), 400, 'BAD_IMAGE'],
    ['a header cut short', photo.subarray(0, 30), 400, 'BAD_IMAGE'],
    ['HTML', Buffer.from('<!doctype html><script>alert(1)</script>'), 415, 'UNSUPPORTED_FORMAT'],
    ['a small file of 16 megapixels', pngBomb(4000), 413, 'IMAGE_TOO_LARGE'],
  ])('refuses %s with a typed error', async (_name, bytes, status, code) => {
    expect(refusal(await send(bytes, { 'content-type': 'image/jpeg' }))).toEqual([status, code]);
  });

  it('stops at the byte limit when the length is told, and when it is not', async () => {
    const large = Buffer.concat([photo, Buffer.alloc(300_000)]);
    expect(refusal(await send(large))).toEqual([413, 'IMAGE_TOO_LARGE']);
    expect(refusal(await sendChunks([photo, large, photo]))).toEqual([413, 'IMAGE_TOO_LARGE']);
  });

  it('serves the next request of a connection whose upload was too large', async () => {
    const socket = connect(port(), '127.0.0.1');
    const large = 250_000;
    socket.write(`POST /uploads HTTP/1.1\r\nHost: a\r\nContent-Length: ${large}\r\n\r\n`);
    socket.write(Buffer.alloc(large));
    socket.write(`POST /uploads HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${photo.length}\r\n\r\n`);
    socket.write(photo);
    let text = '';
    for await (const part of socket) text += String(part);
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 201']);
  });

  it('cuts off who sends on and on after the refusal', async () => {
    const socket = connect(port(), '127.0.0.1');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.write('POST /uploads HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n');
    const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(65536), Buffer.from('\r\n')]);
    const more = (failed?: Error | null): void => {
      if (!failed && !socket.destroyed) socket.write(chunk, more);
    };
    more();
    socket.resume();
    await closed;
  });

  it('forgets an upload whose client leaves in the middle', async () => {
    const socket = connect(port(), '127.0.0.1');
    socket.write(`POST /uploads HTTP/1.1\r\nHost: a\r\nContent-Length: ${photo.length}\r\n\r\n`);
    await new Promise((resolve) => socket.write(photo.subarray(0, 500), resolve));
    socket.destroy();
    expect((await send(photo)).status).toBe(201);
  });

  it('answers OVERLOADED when all bodies together outgrow their limit, and recovers', async () => {
    const small = { ...config, MAX_UPLOAD_BYTES: 30_000, MAX_BODY_BYTES: 1, PENDING_BYTES: 30_000 };
    const busy = express()
      .use(uploadsRouter({ store, bodies: new Bodies(small, never), over: never, config: small }))
      .listen(0, '127.0.0.1');
    await new Promise((resolve) => busy.once('listening', resolve));
    const address = `http://127.0.0.1:${(busy.address() as AddressInfo).port}/uploads`;
    const arrived = new Promise<void>((resolve) => busy.once('request', (request) => request.once('data', () => resolve())));
    const slow = httpRequest(address, { method: 'POST' });
    const left = new Promise<void>((resolve) => busy.once('request', (request) => request.once('close', () => resolve())));
    slow.on('error', () => undefined);
    slow.write(photo.subarray(0, 20_000));
    await arrived;
    const refused = await fetch(address, { method: 'POST', body: photo });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'OVERLOADED', retryAfterMs: 1000 } }] });
    slow.destroy();
    await left;
    expect((await fetch(address, { method: 'POST', body: photo })).status).toBe(201);
    busy.closeAllConnections();
    await new Promise((resolve) => busy.close(resolve));
  });

  const formOf = (...files: Buffer[]): FormData => {
    const form = new FormData();
    form.set('note', 'a field beside it');
    for (const file of files) form.append('picture', new Blob([new Uint8Array(file)]), 'photo.jpg');
    return form;
  };
  it('keeps the file of a form as the same bytes sent without one', async () => {
    const [formed, plain] = [await send(formOf(photo)), await send(photo)];
    expect(formed.status).toBe(201);
    expect(formed.body).toEqual(plain.body);
  });
  it('holds the file of a form to the same limit', async () => {
    const large = Buffer.concat([photo, Buffer.alloc(config.MAX_UPLOAD_BYTES + 1 - photo.length)]);
    expect(refusal(await send(formOf(large)))).toEqual([413, 'IMAGE_TOO_LARGE']);
    expect(refusal(await send(formOf(Buffer.alloc(config.MAX_UPLOAD_BYTES + 100_000))))).toEqual([413, 'IMAGE_TOO_LARGE']);
  });
  it.each<[string, () => RequestInit['body'], Record<string, string>]>([
    ['no file', () => formOf(), {}],
    ['two files', () => formOf(photo, photo), {}],
    [
      'many parts',
      () => Array.from({ length: 40 }, (_, i) => i).reduce((form, i) => (form.append(`f${i}`, 'x'), form), new FormData()),
      {},
    ],
    ['no boundary', () => 'x', { 'content-type': 'multipart/form-data' }],
    [
      'no end',
      () => '--b\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\nxyz',
      { 'content-type': 'multipart/form-data; boundary=b' },
    ],
    ['nothing in it', () => '', { 'content-type': 'multipart/form-data; boundary=b' }],
  ])('refuses a form with %s', async (_name, form, headers) => {
    expect(refusal(await send(form(), headers))).toEqual([400, 'BAD_INPUT']);
  });
  it('tells other bodies in parts how to send instead', async () => {
    const answer = await send('--b--', { 'content-type': 'multipart/mixed; boundary=b' });
    expect(refusal(answer)).toEqual([415, 'UNSUPPORTED_FORMAT']);
    expect(answer.body.errors?.[0]?.message).toContain('curl --data-binary @photo.jpg');
  });

  it.each(['GET', 'PUT', 'DELETE', 'PATCH'])('does not allow %s', async (method) => {
    const response = await fetch(url, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });
});
