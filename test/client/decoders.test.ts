import { describe, expect, it } from 'vitest';
import {
  decodeRle,
  encodeRle,
  labelColor,
  paintBitmap,
  paintHeat,
  paintLabels,
  readFloats,
  readLabels,
  readMask,
  svgPath,
} from '../../src/client/index.js';
import { bitsOf, maskCases, oursOf } from '../fixtures/masks/ours.js';

describe('200 masks, as pycocotools and Pillow write them', () => {
  it('are read from run lengths, from a PNG of their own, and from a label map', async () => {
    for (const one of maskCases) {
      const [height, width] = one.size;
      const data = bitsOf(one);
      expect(decodeRle(one)).toEqual({ width, height, data });
      expect(encodeRle({ width, height, data })).toEqual({ size: one.size, counts: one.counts });
      expect(await readMask({ png: one.png })).toEqual({ width, height, data });
      const labels = await readLabels({ png: one.labels });
      expect(Uint8Array.from(labels.data, (label) => Number(label === 2))).toEqual(data);
    }
  });

  it('are read alike as the server writes them', async () => {
    for (const one of maskCases.slice(0, 60)) {
      const { png, labelMap } = await oursOf(one);
      expect((await readMask({ png })).data).toEqual(bitsOf(one));
      expect(Uint8Array.from((await readLabels({ png: labelMap })).data, (label) => label / 2)).toEqual(bitsOf(one));
    }
  });
});

describe('what is drawn', () => {
  it('has the colours of the labels, and nothing where nothing is', () => {
    const bitmap = { width: 2, height: 1, data: Uint8Array.of(0, 1) };
    expect([...paintBitmap(bitmap, [1, 2, 3], 0.5).data]).toEqual([0, 0, 0, 0, 1, 2, 3, 128]);
    const labels = { width: 3, height: 1, data: Uint16Array.of(0, 1, 300) };
    expect([...paintLabels(labels).data]).toEqual([0, 0, 0, 0, ...labelColor(0), 255, ...labelColor(299), 255]);
  });

  it("has matplotlib's first and last colour at the least and the greatest value", () => {
    const float32 = Buffer.from(Float32Array.of(-1, 3).buffer).toString('base64');
    const map = readFloats({ width: 2, height: 1, float32 });
    expect([...map.data]).toEqual([-1, 3]);
    expect([...paintHeat(map, { min: -1, max: 3 }).data]).toEqual([68, 1, 84, 255, 253, 231, 36, 255]);
  });

  it('is one path of an SVG, a ring after the other', () => {
    const ring = [0, 1, 2].map((x) => ({ x, y: x / 2 }));
    expect(svgPath([ring, ring])).toBe('M0,0 1,0.5 2,1ZM0,0 1,0.5 2,1Z');
    expect(svgPath([])).toBe('');
  });
});

it.each([
  ['no PNG', 'AAAA'],
  ['colours', 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='],
])('refuses to read labels of %s', async (_what, png) => {
  await expect(readLabels({ png })).rejects.toThrow(RangeError);
});
