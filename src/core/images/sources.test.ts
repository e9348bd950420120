import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture } from '../../../test/fixtures/pictures/fixtures.js';
import { readConfig } from '../config.js';
import { Operation } from '../operation.js';
import { inspectPicture } from './inspect.js';
import type { ImageSourceInput } from './picture.js';
import { createSamples } from './samples.js';
import { createPictureSources } from './sources.js';
import { createUploadStore } from './upload-store.js';
import { createUrlPictures } from './url/url-pictures.js';

const config = { MAX_UPLOAD_BYTES: 50_000, MAX_PIXELS: 1_000_000, MAX_DECODED_BYTES: 10_000_000 };
const png = fixture('rgba.png');
const base64 = png.toString('base64');
const percent = [...png].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const newOperation = (signal = new AbortController().signal) =>
  new Operation('test', signal, Infinity, { passes: 1, texts: 1, maskPixels: 1 });

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'denseql-samples-'));
  const about = { title: '', labels: [], shows: [], licence: 'CC0', author: '', source: '' };
  const samples = [
    { id: 'bus', file: 'bus.png', ...about },
    { id: 'cat', file: 'cat.png', ...about, note: 'ignored' },
  ];
  await writeFile(join(folder, 'samples.json'), JSON.stringify(samples));
  await writeFile(join(folder, 'bus.png'), png);
});
afterAll(() => rm(folder, { recursive: true }));

const uploads = createUploadStore({ UPLOAD_STORE_BYTES: 1_000_000, UPLOAD_TTL_MS: 1000 });
const urls = createUrlPictures({ ...readConfig({}), ...config });
const resolve = (source: ImageSourceInput, operation = newOperation()) =>
  createPictureSources({ config, samples: createSamples(folder), uploads, urls }).resolve(source, operation);

describe('createPictureSources', () => {
  it('reads a sample and counts the time as decoding', async () => {
    const operation = newOperation();
    expect(await resolve({ sample: 'bus' }, operation)).toMatchObject({ width: 24, height: 16, mediaType: 'image/png' });
    expect(operation.tally.timings.decode).toBeGreaterThan(0);
  });

  it('lists the known samples for an unknown one', async () => {
    await expect(resolve({ sample: 'dog' })).rejects.toMatchObject({
      code: 'UNKNOWN_SAMPLE',
      message: 'No sample "dog". Known: bus, cat.',
    });
  });

  it('says so where no samples are installed, and where their list is wrong', async () => {
    const read = (where: string) => createSamples(where).read('bus');
    await expect(read(join(folder, 'none'))).rejects.toMatchObject({
      code: 'UNKNOWN_SAMPLE',
      message: 'No sample "bus". None are installed here.',
    });
    const bad = await mkdtemp(join(tmpdir(), 'denseql-samples-'));
    await writeFile(join(bad, 'samples.json'), '[{ "id": "bus", "file": "../../etc/passwd" }]');
    await expect(read(bad)).rejects.toThrow(/samples\.json:[^]*a path inside the folder/);
    await rm(bad, { recursive: true });
  });

  it('finds an upload by its content', async () => {
    const { id } = await uploads.put(await inspectPicture(png, { maxBytes: 50_000, maxPixels: 1000, maxDecodedBytes: 10_000 }));
    expect((await resolve({ upload: id })).bytes).toEqual(png);
    await expect(resolve({ upload: 'nope' })).rejects.toMatchObject({ code: 'UPLOAD_NOT_FOUND' });
  });

  it.each([
    ['base64', base64],
    ['a base64 data URI', `data:image/png;base64,${base64}`],
    ['a data URI in capitals', `DATA:IMAGE/PNG;BASE64,${base64}`],
    ['a data URI with parameters', `data:image/png;name=a.png;base64,${base64}`],
    ['a data URI without a media type', `data:;base64,${base64}`],
    ['a data URI with a wrong media type', `data:text/html;base64,${base64}`],
    ['base64 with its signs percent-encoded', `data:image/png;base64,${encodeURIComponent(base64)}`],
    ['a percent-encoded data URI', `data:image/png,${percent}`],
  ])('reads %s', async (_name, data) => {
    const picture = await resolve({ data });
    expect([picture.mediaType, picture.bytes.equals(png)]).toEqual(['image/png', true]);
  });

  it.each([
    ['a letter too few', base64.slice(0, -1)],
    ['a line break', `${base64.slice(0, 8)}\n   ${base64.slice(8)}`],
    ['a sign that is none', `${base64.slice(0, 8)}!!!!${base64.slice(12)}`],
    ['a letter beyond latin', `${base64.slice(0, 8)}\u0141\u0141\u0141\u0141${base64.slice(12)}`],
    ['base64url', `${base64.slice(0, 8)}-_-_${base64.slice(12)}`],
    ['padding in the middle', `iVBORw==${base64.slice(8)}`],
    ['only padding', '===='],
    ['a path', '/home/photo.jpg'],
    ['an address', 'https://example.com/a.png'],
    ['a data URI without a comma', 'data:image/png;base64'],
    ['a data URI with wrong base64', 'data:image/png;base64,?'],
    ['a broken percent sign', 'data:image/png,%4'],
    ['a percent sign without hex', 'data:image/png,%zz'],
    ['raw bytes in a data URI', 'data:image/png,\u0089PNG'],
  ])('names source.data for %s', async (_name, data) => {
    await expect(resolve({ data })).rejects.toMatchObject({ code: 'BAD_INPUT', details: { field: 'source.data' } });
  });

  it.each([
    ['UNSUPPORTED_FORMAT', 'data:image/jpeg,%3Csvg%20xmlns=%22http://www.w3.org/2000/svg%22/%3E'],
    ['UNSUPPORTED_FORMAT', `data:image/png;base64,${Buffer.from('<!doctype html>').toString('base64')}`],
    ['BAD_IMAGE', ''],
    ['BAD_IMAGE', 'data:image/png;base64,'],
    ['BAD_IMAGE', 'data:,'],
    ['BAD_IMAGE', 'QUJDRA=='],
    ['IMAGE_TOO_LARGE', 'A'.repeat(80_000)],
    ['IMAGE_TOO_LARGE', `data:,${'a'.repeat(80_000)}`],
  ])('answers %s for %.60s', async (code, data) => {
    await expect(resolve({ data })).rejects.toMatchObject({ code });
  });

  it('does not fetch addresses unless the server allows it', async () => {
    await expect(resolve({ url: 'http://127.0.0.1:1/' })).rejects.toMatchObject({
      code: 'URL_FORBIDDEN',
      message: expect.stringContaining('are off; DENSEQL_URL_SOURCES allows them') as string,
    });
  });

  it.each<[string, ImageSourceInput]>([
    ['none is', {}],
    ['none is', { sample: null, data: undefined }],
    ['sample and data are', { sample: 'bus', data: base64 }],
    ['upload and url are', { upload: '', url: '' }],
  ])('wants exactly one member: %s set', async (words, source) => {
    await expect(resolve(source)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: `source: exactly one of sample, upload, data, url must be set; ${words}.`,
    });
  });

  it('does nothing for a client that has left', async () => {
    await expect(resolve({ sample: 'bus' }, newOperation(AbortSignal.abort()))).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
