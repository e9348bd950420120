import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createClient, Failure, type Client, type Document } from '../../src/client/index.js';
import { redAndBlue } from '../http/pictures.js';
import { startTiny, type TinyServer } from '../http/tiny-server.js';

let server: TinyServer;
let client: Client;
let picture: Blob;
beforeAll(async () => {
  server = await startTiny();
  client = createClient({ url: `${server.url}graphql` });
  picture = new Blob([new Uint8Array(await redAndBlue())], { type: 'image/png' });
});
afterAll(() => server.close());

const TEXT = `query ($id: ID!) { image(source: { upload: $id }) { width segmentation(labels: ["red"]) { segments { label coverage } } } }`;
interface Result {
  readonly image: { readonly width: number; readonly segmentation: { readonly segments: readonly { readonly label: string }[] } };
}
const failureOf = (asked: Promise<unknown>) =>
  asked.then(
    () => null,
    (error: unknown) => (error instanceof Failure ? error.problem : error),
  );

describe('a client', () => {
  it('uploads a picture, tells how far it is, and asks about it', async () => {
    const told: number[] = [];
    const { id, width } = await client.upload(picture, { onProgress: ({ loaded, total }) => told.push(loaded / total) });
    expect(width).toBe(448);
    expect(told.at(-1)).toBe(1);
    expect((await client.upload(picture)).id).toBe(id);
    const { data, problems, cost } = await client.query<Result, { id: string }>(TEXT, { id });
    expect(data.image.segmentation.segments).toMatchObject([{ label: 'red' }]);
    expect(problems).toEqual([]);
    expect(cost?.encoderRuns).toBe(1);
  });

  it.each<[string, Document<Result, { id: string }>]>([
    ['text', TEXT],
    ['gql', parse(TEXT)],
    [
      'code generators, without its text',
      JSON.parse(JSON.stringify(parse(TEXT, { noLocation: true }))) as Document<Result, { id: string }>,
    ],
    ['code generators, as a String', new String(TEXT)],
  ])('takes queries of %s', async (_what, document) => {
    const { id } = await client.upload(picture);
    expect((await client.query(document, { id })).data.image.width).toBe(448);
  });

  it('keeps what was answered where a field failed, and says which', async () => {
    const { data, problems } = await client.query(`{ image(source: { sample: "cat" }) { width segmentation(labels: ["a", "a"]) { id } } }`);
    expect(data).toMatchObject({ image: { segmentation: null } });
    expect(problems).toMatchObject([{ code: 'BAD_INPUT', field: 'labels[1]', path: ['image', 'segmentation'] }]);
  });

  it('fails with the code and the words of the server where nothing was answered', async () => {
    expect(await failureOf(client.query('{ nothing }'))).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
    expect(await failureOf(client.upload(new Blob(['no picture'])))).toMatchObject({ code: 'BAD_IMAGE' });
    const nobody = createClient({ url: 'http://127.0.0.1:9/graphql' });
    expect(await failureOf(nobody.query('{ samples { id } }'))).toMatchObject({ code: 'NO_ANSWER' });
  });

  it('stops where its signal says so', async () => {
    const signal = AbortSignal.abort();
    await expect(client.query('{ samples { id } }', {}, { signal })).rejects.toMatchObject({ name: 'AbortError' });
    await expect(client.upload(picture, { signal })).rejects.toMatchObject({ name: 'AbortError' });
    await expect(client.upload(picture, { signal, onProgress: () => undefined })).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('reads a batch picture by picture, and ends it by reading no further', async () => {
    const batch = 'subscription ($sources: [ImageSource!]!) { images(sources: $sources) { index outcome { __typename } } }';
    const sources = [{ sample: 'cat' }, { sample: 'nowhere' }, { sample: 'raccoon' }];
    const seen: unknown[] = [];
    for await (const { data } of client.subscribe<{ images: unknown }, object>(batch, { sources })) seen.push(data.images);
    expect(seen).toEqual(['Image', 'Problem', 'Image'].map((name, index) => ({ index, outcome: { __typename: name } })));
    for await (const { data } of client.subscribe<{ images: unknown }, object>(batch, { sources })) {
      expect(data.images).toMatchObject({ index: 0 });
      break;
    }
    await vi.waitFor(() => expect(server.app.underWay.count).toBe(0), 4000);
    expect(await failureOf(client.subscribe(batch, { sources: [] }).next())).toMatchObject({ code: 'BAD_INPUT', field: 'sources' });
  });

  it('sends the headers that it is given, asked anew each time', async () => {
    const locked = await startTiny({ API_KEYS: 'web=0123456789abcdef0123' });
    let key = 'wrong';
    const keyed = createClient({ url: `${locked.url}graphql`, headers: () => ({ authorization: `Bearer ${key}` }) });
    expect(await failureOf(keyed.query('{ samples { id } }'))).toMatchObject({ code: 'UNAUTHENTICATED' });
    key = '0123456789abcdef0123';
    expect(await failureOf(keyed.query('{ samples { id } }'))).toBeNull();
    expect((await keyed.upload(picture)).width).toBe(448);
    await locked.close();
  });

  it('makes absolute addresses of those in answers', () => {
    expect(client.resolve('/pictures/a.jpg')).toBe(`${server.url}pictures/a.jpg`);
  });
});
