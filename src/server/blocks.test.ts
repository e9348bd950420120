import { expect, it } from 'vitest';
import { Blocks } from './blocks.js';

const counting = (length: number): Buffer => Buffer.from(Array.from({ length }, (_, index) => index % 251));

it.each([
  ['nothing', []],
  ['single bytes', Array<number>(40_000).fill(1)],
  ['pieces that fill blocks, and some that do not', [16_384, 1, 16_383, 65_536, 0, 5]],
])('joins %s in order', (_name, lengths) => {
  const whole = counting(lengths.reduce((sum, length) => sum + length, 0));
  const blocks = new Blocks();
  let at = 0;
  for (const length of lengths) blocks.add(whole.subarray(at, (at += length)));
  expect(blocks.join().equals(whole)).toBe(true);
});

it('keeps none of the pieces', () => {
  const blocks = new Blocks();
  const piece = Buffer.from('before');
  blocks.add(piece);
  piece.write('after!');
  expect(blocks.join().toString()).toBe('before');
});
