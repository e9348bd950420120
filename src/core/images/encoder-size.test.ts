import { expect, it } from 'vitest';
import type { PackManifest } from '../packs/manifest.js';
import type { Detail } from './encoder-size.js';
import { encoderSize } from './encoder-size.js';

const image: PackManifest['image'] = {
  graph: 'image.onnx',
  input: 'pixels',
  sizeMultiple: 16,
  patch: 16,
  maxSide: 1000,
  detail: { LOW: 224, MEDIUM: 448, HIGH: 1344 },
  kernel: 'cubic',
};

it.each<[string, number, number, Detail, number, number]>([
  ['a square', 500, 500, 'MEDIUM', 448, 448],
  ['landscape', 4000, 3000, 'MEDIUM', 448, 336],
  ['portrait', 3000, 4000, 'LOW', 176, 224],
  ['a small picture, enlarged', 10, 8, 'MEDIUM', 448, 352],
  ['one pixel', 1, 1, 'LOW', 224, 224],
  ['a column of pixels', 1, 4000, 'MEDIUM', 16, 448],
  ['a row of pixels', 4000, 1, 'MEDIUM', 448, 16],
  ['a long side over maxSide, cut to a whole multiple', 2000, 1000, 'HIGH', 992, 672],
  ['a part with fractions', 100.5, 50.25, 'MEDIUM', 448, 224],
])('%s: %f x %f at %s becomes %i x %i', (_name, width, height, detail, toWidth, toHeight) => {
  expect(encoderSize({ width, height }, detail, image)).toEqual({ width: toWidth, height: toHeight });
});

it('gives one multiple when maxSide is less', () => {
  expect(encoderSize({ width: 9, height: 9 }, 'LOW', { ...image, maxSide: 10 })).toEqual({ width: 16, height: 16 });
});
