import { describe, expect, it } from 'vitest';
import { tinyFolder } from '../../../../test/fixtures/packs/tiny-encoder.js';
import { readPack } from '../../packs/load-pack.js';
import { featureBytes } from '../store/memory-store.js';
import { createFeatures } from './features.js';
import type { WorkResult } from '../contract/work.js';
import { wholeFeatures } from '../../visual/features.js';

const { manifest } = await readPack(tinyFolder);
const picture = { width: 112, height: 56, frame: { x: 0, y: 0, width: 400, height: 200 } };
const tensor = (...dims: number[]) => ({ dims, data: new Float32Array(dims.reduce((a, b) => a * b, 1)) });

const result = (change: Partial<WorkResult> = {}): WorkResult => ({
  outputs: { dense: tensor(1, 8, 16), structure: tensor(1, 8, 16), global: tensor(1, 16), unlisted: tensor(1, 3) },
  nonFinite: [],
  milliseconds: 1,
  ...change,
});

describe('createFeatures', () => {
  it('drops the batch dimension and what the manifest does not list', () => {
    const features = createFeatures('key', picture, result(), manifest);
    expect([features.rows, features.columns, features.frame]).toEqual([2, 4, picture.frame]);
    expect(features.outputs['dense']?.dims).toEqual([8, 16]);
    expect(features.outputs['global']?.dims).toEqual([16]);
    expect(featureBytes(features)).toBe((8 * 16 * 2 + 16) * 4);
    expect(() => wholeFeatures(features, 'tiny').output('unlisted')).toThrow(/tiny gives no output "unlisted"; it gives dense/);
  });

  it('takes tokens with a class token before the patches, and no other number of them', () => {
    const outputs = { ...manifest.outputs, taps: { kind: 'tokens', dims: 5, space: 'layer' } as const };
    const make = (rows: number) =>
      createFeatures('key', picture, result({ outputs: { ...result().outputs, taps: tensor(1, rows, 5) } }), { ...manifest, outputs });
    expect(make(9).outputs['taps']?.dims).toEqual([9, 5]);
    expect(() => make(8)).toThrow(/taps has shape \[1,8,5\], \[1,9,5\] expected/);
  });

  it('refuses NaN and infinity, naming the output and the pack', () => {
    const make = () => createFeatures('key', picture, result({ nonFinite: ['structure', 'unlisted'] }), manifest);
    expect(make).toThrow(expect.objectContaining({ code: 'ENCODER_UNAVAILABLE' }));
    expect(make).toThrow(/tiny .*NaN or infinity in structure\./);
  });

  it('refuses an output that is missing or has another shape than the manifest says', () => {
    const rest = { dense: tensor(1, 8, 16), global: tensor(1, 16) };
    const cut = { outputs: { ...rest, structure: tensor(1, 7, 16) } };
    expect(() => createFeatures('key', picture, result(cut), manifest)).toThrow(/structure has shape \[1,7,16\], \[1,8,16\] expected/);
    expect(() => createFeatures('key', picture, result({ outputs: rest }), manifest)).toThrow(/structure is missing/);
  });
});
