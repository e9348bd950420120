import { expect, it } from 'vitest';
import { fixture } from '../../../../test/fixtures/pictures/fixtures.js';
import { base } from '../../../../test/corpus/bases.js';
import { firstScan, withoutStrayRestarts } from './scan-data.js';

it('takes stray restart markers out, and nothing else', () => {
  const photo = fixture('photo.jpg');
  const { start, end } = firstScan(photo)!;
  expect(photo.toString('latin1', end, end + 2)).toBe('\xff\xd9');
  const middle = start + 3000;
  const stray = Buffer.concat([photo.subarray(0, middle), Buffer.from([0xff, 0xd3]), photo.subarray(middle)]);
  expect(withoutStrayRestarts(stray).equals(photo)).toBe(true);
  expect(withoutStrayRestarts(photo)).toBe(photo);
});

it('leaves the restart markers of a header that has them', () => {
  const { bytes } = base('JPEG restarts');
  expect(firstScan(bytes)!.restarts).toBeGreaterThan(0);
  expect(withoutStrayRestarts(bytes)).toBe(bytes);
});

it('takes millions of stray markers out as fast as it reads the bytes', () => {
  const photo = fixture('photo.jpg');
  const { end } = firstScan(photo)!;
  const markers = Buffer.alloc(4_000_000).fill(Buffer.from([0xff, 0xd0]));
  const long = Buffer.concat([photo.subarray(0, end), markers, photo.subarray(end)]);
  expect(firstScan(long)!.restarts).toBe(2_000_000);
  expect(withoutStrayRestarts(long).equals(photo)).toBe(true);
});
