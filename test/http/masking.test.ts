import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTiny } from './tiny-server.js';
import type { TinyServer } from './tiny-server.js';

let server: TinyServer;
beforeAll(async () => {
  server = await startTiny();
});
afterAll(() => server.close());

const SECRET = 'secret of /etc/shadow';

describe('what throws an unexpected error', () => {
  it('is masked, and logged under the request id that the client gets', async () => {
    const picture = vi.spyOn(server.app.platform.pixels, 'run').mockRejectedValue(new Error(SECRET));
    const { body, text, headers } = await server.query('{ image(source: { sample: "cat" }) { width picture { width } } }');
    picture.mockRestore();
    expect(body.data.image).toEqual({ width: expect.any(Number), picture: null });
    expect(body.errors).toEqual([
      {
        message: expect.stringContaining('request id'),
        path: ['image', 'picture'],
        locations: expect.any(Array),
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: headers.get('x-request-id') },
      },
    ]);
    expect(text).not.toMatch(/secret|shadow|stack/);
    const line = server.logged.find((entry) => entry['requestId'] === headers.get('x-request-id') && entry['msg'] === 'masked error');
    expect(line).toMatchObject({ err: { message: SECRET }, path: ['image', 'picture'] });
  });

  it('is one problem among many pictures', async () => {
    const resolve = vi.spyOn(server.app.platform.sources, 'resolve').mockRejectedValueOnce(new TypeError(SECRET));
    const { body, text, headers } = await server.query(
      '{ images(sources: [{ sample: "cat" }, { sample: "cat" }]) { __typename ... on Problem { index code message } } }',
    );
    resolve.mockRestore();
    const message = expect.stringContaining(headers.get('x-request-id')!);
    expect(body.data.images).toEqual([
      { __typename: 'Problem', index: 0, code: 'INTERNAL_SERVER_ERROR', message },
      { __typename: 'Image' },
    ]);
    expect(text).not.toContain('secret');
  });

  it('is masked when it is no Error at all', async () => {
    const list = vi.spyOn(server.app.platform.samples, 'list').mockRejectedValue(SECRET);
    const { body, text } = await server.query('{ samples { id } }');
    list.mockRestore();
    expect(body.errors[0].extensions.code).toBe('INTERNAL_SERVER_ERROR');
    expect(text).not.toContain('secret');
  });
});

describe('what GraphQL itself says has failed, and gives no code', () => {
  it('is masked and logged like the rest', async () => {
    const list = vi.spyOn(server.app.platform.samples, 'list').mockResolvedValue([{ id: 'x', title: null } as never]);
    const { body, headers } = await server.query('{ samples { id title } }');
    list.mockRestore();
    const requestId = headers.get('x-request-id');
    expect(body.errors[0].extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', requestId });
    const err = expect.objectContaining({ message: 'Cannot return null for non-nullable field Sample.title.' });
    expect(server.logged).toContainEqual(expect.objectContaining({ requestId, err, msg: 'masked error' }));
  });
});

describe('a request id', () => {
  it("is the caller's own when it is harmless", async () => {
    const { headers } = await server.send('{"query":"{__typename}"}', { 'x-request-id': 'trace-1.2:3' });
    expect(headers.get('x-request-id')).toBe('trace-1.2:3');
  });
  it('is made here when it is not', async () => {
    const { headers } = await server.send('{"query":"{__typename}"}', { 'x-request-id': 'a b"}' });
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});
