import { expect, it } from 'vitest';
import type { PackManifest } from '../packs/manifest.js';
import { zoomInto } from './zoom.js';

const whole = { width: 1000, height: 600 };
const image = { detail: { LOW: 448, MEDIUM: 896, HIGH: 1344 }, zoom: { margin: 0.2 } } as PackManifest['image'];
const { zoom: _none, ...plain } = image;

it('takes a share of the part along on every side, in whole pixels, as far as the picture goes', () => {
  expect(zoomInto({ x: 100, y: 101, width: 203, height: 50 }, whole, 'MEDIUM', image).frame).toEqual({
    x: 59,
    y: 91,
    width: 285,
    height: 70,
  });
  expect(zoomInto({ x: 0, y: 590, width: 100, height: 10 }, whole, 'MEDIUM', image).frame).toEqual({
    x: 0,
    y: 588,
    width: 120,
    height: 12,
  });
});

it("looks at the detail asked for, else at the pack's, else at that of the picture", () => {
  const detailOf = (asked?: 'HIGH', zoom: object = { margin: 0 }) =>
    zoomInto({ x: 0, y: 0, width: 9, height: 9 }, whole, 'MEDIUM', { ...image, zoom } as PackManifest['image'], asked).detail;
  expect([detailOf('HIGH', { margin: 0, detail: 'LOW' }), detailOf(undefined, { margin: 0, detail: 'LOW' }), detailOf()]).toEqual([
    'HIGH',
    'LOW',
    'MEDIUM',
  ]);
});

it('is the part alone at the detail of the picture for a pack that says nothing of it', () => {
  const part = { x: 100, y: 100, width: 50, height: 50 };
  expect(zoomInto(part, whole, 'HIGH', plain)).toEqual({ frame: part, detail: 'HIGH' });
});
