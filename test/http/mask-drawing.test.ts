import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labelColor } from '../../src/core/geometry/palette.js';
import { asData, redAndBlue } from './pictures.js';
import { startTiny, type TinyServer } from './tiny-server.js';

let server: TinyServer;
let source: { data: string };
beforeAll(async () => {
  server = await startTiny();
  source = asData(await redAndBlue());
});
afterAll(() => server.close());

const asked = (fields: string) =>
  server.query(
    `query ($source: ImageSource!) { image(source: $source) { picture(maxSize: 64, format: PNG) { dataUri } segmentation(labels: ["red", "blue", "green"], maxSize: 64) { ${fields} } } }`,
    { source },
  );
const bytesOf = (dataUri: string): Buffer => Buffer.from(dataUri.slice(dataUri.indexOf(',') + 1), 'base64');

describe('Mask.cutout', () => {
  it("is the mask's pixels of the picture, transparent elsewhere, over the same box", async () => {
    const { body } = await asked('segments { mask { width height png cutout(maxSize: 64) { width height mediaType dataUri } } }');
    expect(body.errors).toBeUndefined();
    const rgb = await sharp(bytesOf(body.data.image.picture.dataUri)).raw().toBuffer();
    for (const { mask } of body.data.image.segmentation.segments) {
      const { cutout } = mask;
      expect([cutout.width, cutout.height, cutout.mediaType]).toEqual([mask.width, mask.height, 'image/png']);
      const { data, info } = await sharp(bytesOf(cutout.dataUri)).raw().toBuffer({ resolveWithObject: true });
      expect(info.channels).toBe(4);
      const bits = await sharp(Buffer.from(mask.png, 'base64')).extractChannel(0).raw().toBuffer();
      expect(Buffer.from(bits.map((_, i) => data[4 * i + 3]!))).toEqual(bits);
      const colors = Buffer.from(bits.map((bit, i) => bit && rgb[3 * i]!));
      expect(Buffer.from(bits.map((_, i) => data[4 * i]!))).toEqual(colors);
    }
  });

  it('refuses sizes out of range at its own field, and counts its pixels', async () => {
    const { body } = await asked('segments { label mask { area cutout(maxSize: 5000) { width } } }');
    expect(body.data.image.segmentation.segments[0].mask.cutout).toBeNull();
    expect(body.errors[0]).toMatchObject({
      path: ['image', 'segmentation', 'segments', 0, 'mask', 'cutout'],
      extensions: { code: 'BAD_INPUT' },
    });
    const { body: counted } = await asked('segments { mask { cutout(maxSize: 10) { id } } }');
    // Three of 10 x 10, beside the picture itself.
    expect(counted.extensions.denseql.used.renderedPixels).toBe(3 * 10 * 10 + 64 * 64);
  });
});

describe('Mask.polygons', () => {
  it('has fewer points with a tolerance, and no rings around less than the least area', async () => {
    const { body } = await asked(
      'segments { mask { area exact: polygons { x y } loose: polygons(tolerance: 30) { x y } none: polygons(minArea: 1e9) { x y } } }',
    );
    const [{ mask }] = body.data.image.segmentation.segments;
    const points = (rings: unknown[][]) => rings.flat().length;
    expect(points(mask.exact)).toBeGreaterThan(points(mask.loose));
    expect(points(mask.loose)).toBeGreaterThan(2);
    expect(mask.none).toEqual([]);
  });

  it.each(['tolerance: -1', 'tolerance: 4097', 'minArea: -0.5'])('refuses %s by name', async (argument) => {
    const { body } = await asked(`segments { mask { polygons(${argument}) { x } } }`);
    expect(body.errors[0].extensions).toMatchObject({ code: 'BAD_INPUT', field: argument.split(':')[0] });
  });
});

describe('LabelMap.colors', () => {
  it("are the palette of the PNG and of overlays, a label's each", async () => {
    const { body } = await asked('labelMap { labels colors png }');
    const { labels, colors, png } = body.data.image.segmentation.labelMap;
    expect(colors).toHaveLength(labels.length);
    expect(colors[0]).toBe('#e69f00');
    const file = Buffer.from(png, 'base64');
    const palette = file.subarray(file.indexOf('PLTE') + 4);
    colors.forEach((color: string, place: number) => {
      expect(color).toBe(`#${palette.toString('hex', 3 * (place + 1), 3 * (place + 2))}`);
      expect(Buffer.from(color.slice(1), 'hex')).toEqual(Buffer.from(labelColor(place)));
    });
  });
});
