import { expect, it } from 'vitest';
import { readPart } from './read-part.js';

const asked = (width: number, height: number) => ({ box: { x: 0, y: 0, width: 10, height: 10 }, size: { width, height } });
const refusal = (size: [number, number], maxPixels: number): string => {
  try {
    readPart(asked(...size), maxPixels);
    return '';
  } catch (error) {
    expect(error).toMatchObject({ code: 'BAD_INPUT', details: { field: 'size' } });
    return (error as Error).message;
  }
};

it('takes parts up to the setting, and says which', () => {
  expect(refusal([1000, 1000], 1e6)).toBe('');
  expect(refusal([1000, 1001], 1e6)).toBe('size: has 1000 x 1001 pixels, at most 1000000 together are allowed (DENSEQL_MAX_PIXELS).');
});

it('holds no more than 40 million of them, whatever pictures may have', () => {
  expect(refusal([8000, 5000], 1e8)).toBe('');
  expect(refusal([8000, 5001], 1e8)).toBe('size: has 8000 x 5001 pixels, at most 40000000 together are allowed.');
});
