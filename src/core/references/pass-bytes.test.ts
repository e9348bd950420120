import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { bytesOfPass, digestOf, numbersOfPass, passOfBytes, sizeOfPass } from './pass-bytes.js';

const pass = {
  key: 'tiny@1#0:é:0,0,3,2',
  rows: 1,
  columns: 2,
  frame: { x: 0, y: 0, width: 3, height: 2.5 },
  outputs: {
    dense: { data: Float32Array.of(1, -0.1, 1e-40, 3.4e38, NaN, -0), dims: [2, 3] },
    'layers.5': { data: Float32Array.of(2, 7).subarray(1), dims: [1, 1] },
    global: { data: new Float32Array(0), dims: [0] },
  },
};

it('a pass comes back from its bytes, bit by bit', () => {
  const bytes = bytesOfPass(pass);
  expect(passOfBytes(bytes)).toEqual(pass);
  // As a view of a larger piece of memory, at any multiple of four.
  const larger = new Uint8Array(bytes.length + 12);
  larger.set(bytes, 12);
  expect(passOfBytes(larger.subarray(12))).toEqual(pass);
  expect(Object.is(passOfBytes(bytes).outputs['dense']!.data[5], -0)).toBe(true);
});

it('is as large as was reckoned before', () => {
  expect(sizeOfPass(pass)).toBe(bytesOfPass(pass).length);
  const output = (kind: 'patches' | 'tokens' | 'global') => ({ kind, dims: 3, space: 'layer' as const });
  const outputs = { dense: output('patches'), taps: output('tokens'), all: output('global') };
  expect(numbersOfPass({ rows: 2, columns: 5 }, outputs)).toBe(4 * (30 + 33 + 3));
});

it('its digest is SHA-256', async () => {
  const bytes = bytesOfPass(pass);
  expect(Buffer.from(await digestOf(bytes)).toString('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
});
