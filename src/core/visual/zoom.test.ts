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

it('looks at the least detail that enlarges the part, at the detail that is asked for where one is', () => {
  const detailOf = (width: number, asked?: 'HIGH') => zoomInto({ x: 300, y: 200, width, height: 10 }, whole, 'MEDIUM', image, asked).detail;
  expect([detailOf(100), detailOf(355), detailOf(360), detailOf(600)]).toEqual(['LOW', 'LOW', 'MEDIUM', 'MEDIUM']);
  expect(detailOf(100, 'HIGH')).toBe('HIGH');
});

it('looks at a part of nearly the whole picture as the picture itself was looked at', () => {
  expect(zoomInto({ x: 0, y: 0, width: 1000, height: 600 }, whole, 'MEDIUM', image)).toEqual({
    frame: { x: 0, y: 0, ...whole },
    detail: 'MEDIUM',
  });
});

it('is the part alone at the detail of the picture for a pack that says nothing of it', () => {
  const part = { x: 100, y: 100, width: 50, height: 50 };
  expect(zoomInto(part, whole, 'HIGH', plain)).toEqual({ frame: part, detail: 'HIGH' });
});
