import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { maskCases, oursOf } from '../../../../test/fixtures/masks/ours.js';

const read = JSON.parse(readFileSync(new URL('../../../../test/fixtures/masks/read.json', import.meta.url), 'utf8')) as {
  digests: string[];
};

it('writes what pycocotools and Pillow have read as the same pixels: run lengths, masks, label maps, outlines and cut-outs of 200 masks', async () => {
  const digests: string[] = [];
  for (const one of maskCases) digests.push((await oursOf(one)).digest);
  expect(maskCases).toHaveLength(200);
  // Where this project writes something else on purpose, read.py has to read it first.
  expect(digests).toEqual(read.digests);
});

it('writes the run lengths of pycocotools', async () => {
  for (const one of maskCases) expect((await oursOf(one)).rle).toBe(one.counts);
});
