import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { encodeNpy, encodeNpz } from './npz.js';

// Written by numpy: test/fixtures/npy/make.py.
const fixture = (name: string) => new Uint8Array(readFileSync(new URL(`../../test/fixtures/npy/${name}`, import.meta.url)));

describe('npz', () => {
  it('writes a matrix byte for byte as numpy does', () => {
    const data = Float32Array.from({ length: 6 }, (_, index) => index / 4 - 0.5);
    expect(encodeNpy({ data, dims: [2, 3] })).toEqual(fixture('matrix.npy'));
  });

  it('writes a vector byte for byte as numpy does', () => {
    expect(encodeNpy({ data: Float32Array.of(1, -2.5, 1e-7), dims: [3] })).toEqual(fixture('vector.npy'));
  });

  it('rounds to half precision as numpy does', () => {
    const data = Float32Array.of(1, -2.5, 1e-7, 0.1, 65504, 5.9e-8, -0.33333);
    expect(encodeNpy({ data, dims: [7] }, true)).toEqual(fixture('half.npy'));
  });

  it('names the arrays of an archive', () => {
    const archive = unzipSync(encodeNpz({ global: { data: Float32Array.of(1, -2.5, 1e-7), dims: [3] } }));
    expect(Object.keys(archive)).toEqual(['global.npy']);
    expect(archive['global.npy']).toEqual(fixture('vector.npy'));
  });
});
