import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asData, painted } from './pictures.js';
import { startTiny, type TinyServer } from './tiny-server.js';

type ImageSource = Record<string, string>;

let server: TinyServer;
let good: ImageSource[];
let bad: Record<string, ImageSource>;

beforeAll(async () => {
  server = await startTiny({ MAX_IMAGES: 5, MAX_PIXELS: 250_000 });
  good = await Promise.all(['#208030', '#218030', '#228030', '#802030'].map(async (color) => asData(await painted(120, 120, color))));
  const noisy = await sharp({
    create: { width: 200, height: 200, channels: 3, background: '#888', noise: { type: 'gaussian', mean: 128, sigma: 40 } },
  })
    .jpeg()
    .toBuffer();
  bad = {
    UPLOAD_NOT_FOUND: { upload: 'nope' },
    UNKNOWN_SAMPLE: { sample: 'nowhere' },
    URL_FORBIDDEN: { url: 'http://127.0.0.1/a.png' },
    UNSUPPORTED_FORMAT: asData(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')),
    BAD_IMAGE: asData(noisy.subarray(0, noisy.length / 2)),
    IMAGE_TOO_LARGE: asData(await painted(600, 600, '#123456')),
  };
});
afterAll(() => server.close());

/** A list whose picture `place` is bad. */
const listOf = (place: number, code: string): ImageSource[] => good.slice(0, 3).toSpliced(place, 0, bad[code]!);

async function failure(field: string, list: readonly ImageSource[]) {
  const query = `query ($source: ImageSource!, $list: [ImageSource!]!, $one: ImageSource!) { image(source: $source) { width ${field} } }`;
  const used = query.replace(field.includes('$list') ? ', $one: ImageSource!' : ', $list: [ImageSource!]!', '');
  const { body } = await server.query(used, { source: good[3], ...(field.includes('$list') ? { list } : { one: list[0] }) });
  expect(body.data.image.width).toBe(120);
  expect(body.errors).toHaveLength(1);
  const { message, extensions } = body.errors[0];
  return { message, code: extensions.code, field: extensions.field };
}

const CODES = ['UPLOAD_NOT_FOUND', 'UNKNOWN_SAMPLE', 'URL_FORBIDDEN', 'UNSUPPORTED_FORMAT', 'BAD_IMAGE', 'IMAGE_TOO_LARGE'];

describe('a bad picture of several is named by its place', () => {
  it.each(CODES)('among normals: %s', async (code) => {
    const field = 'by.memory.normal[3]';
    expect(await failure('anomaly(by: { memory: { normal: $list } }) { score }', listOf(3, code))).toEqual({
      code,
      field,
      message: expect.stringMatching(/^by\.memory\.normal\[3\]: (?!.*asked by)/),
    });
  });

  it.each(CODES)('among others: %s', async (code) => {
    const found = await failure('anomaly(by: { mutual: { among: $list } }) { score }', listOf(1, code));
    expect(found).toEqual({ code, field: 'by.mutual.among[1]', message: expect.stringMatching(/^by\.mutual\.among\[1\]: (?!.*asked by)/) });
  });

  it.each(CODES)('of an example: %s', async (code) => {
    const example = '{ label: "red", source: $one, box: { x: 0, y: 0, width: 60, height: 60 } }';
    const found = await failure(`segmentation(labels: ["red"], by: { maskclip: { examples: [${example}] } }) { id }`, [bad[code]!]);
    const field = 'by.maskclip.examples[0].source';
    expect(found).toEqual({ code, field, message: expect.stringMatching(/^by\.maskclip\.examples\[0\]\.source: (?!.*asked by)/) });
  });

  it('one too many: it is where the limit was passed', async () => {
    const many = await Promise.all(
      ['#300000', '#310000', '#320000', '#330000', '#340000'].map(async (color) => asData(await painted(90, 90, color))),
    );
    const found = await failure('anomaly(by: { memory: { normal: $list } }) { score }', many);
    expect(found).toMatchObject({ code: 'LIMIT_EXCEEDED', field: 'by.memory.normal[4]' });
  });
});
