import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeRle, decompressRuns } from '../../client/read/rle.js';
import { compressRuns, encodeRle, runLengths } from './rle.js';

interface Case {
  size: [number, number];
  counts: string;
  rows: string[] | null;
  packed: string | null;
}
const cases = JSON.parse(readFileSync(new URL('../../../test/fixtures/geometry/rle.json', import.meta.url), 'utf8')) as Case[];

function maskOf(one: Case): Uint8Array {
  if (one.rows) return Uint8Array.from(one.rows.join(''), Number);
  const bits = Buffer.from(one.packed!, 'base64');
  return Uint8Array.from({ length: one.size[0] * one.size[1] }, (_, i) => (bits[i >> 3]! >> (7 - (i & 7))) & 1);
}

describe('COCO run lengths', () => {
  it.each(cases.map((one) => [one.size.join('x'), one] as const))('writes the string of pycocotools (%s)', (_, one) => {
    expect(encodeRle(maskOf(one), one.size[1], one.size[0])).toEqual({ size: one.size, counts: one.counts });
  });

  it.each(cases.map((one) => [one.size.join('x'), one] as const))('reads the string of pycocotools (%s)', (_, one) => {
    expect(decodeRle(one).data).toEqual(maskOf(one));
  });

  it.each([
    ['inside', '00000 00330 00030 00000', { x: 2, y: 1, width: 2, height: 2 }],
    ['at the bottom', '00000 00330 00330 03330', { x: 1, y: 1, width: 3, height: 3 }],
    ['at the right and bottom', '00000 00033 00003 00033', { x: 3, y: 1, width: 2, height: 3 }],
    ['at the top', '30033 30000 00000 00000', { x: 0, y: 0, width: 5, height: 2 }],
    ['over whole columns', '03300 03300 03300 03300', { x: 1, y: 0, width: 2, height: 4 }],
  ])('gives the same runs when only bounds are read: %s', (_, rows, bounds) => {
    const data = Uint16Array.from(rows.replaceAll(' ', ''), Number);
    expect(runLengths(data, 5, 4, 3, bounds)).toEqual(runLengths(data, 5, 4, 3));
  });

  it('keeps differences of large runs', () => {
    const runs = [0, 40_000_000, 1, 2, 39_999_999, 1_000_000_000];
    expect(decompressRuns(compressRuns(runs))).toEqual(runs);
  });

  it('refuses strings that are no RLE or do not fill the mask', () => {
    expect(() => decodeRle({ size: [2, 2], counts: '3' })).toThrow(/covers 3 of 4/);
    expect(() => decodeRle({ size: [2, 2], counts: '9' })).toThrow(/beyond/);
    expect(() => decompressRuns('o')).toThrow(/not a compressed RLE/);
  });
});
