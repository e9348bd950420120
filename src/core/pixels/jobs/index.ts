import { band } from './band.js';
import { boxesOverlay } from './boxes-overlay.js';
import { cutout } from './cutout.js';
import { densityOverlay } from './density-overlay.js';
import { heatmap } from './heatmap.js';
import { labelMapPng } from './label-map-png.js';
import { luma } from './luma.js';
import { maskPng } from './mask-png.js';
import { overlay } from './overlay.js';
import { picture } from './picture.js';
import { polygons } from './polygons.js';
import { rle } from './rle.js';

/**
 * All that a worker can be asked. Each takes what can be cloned to another thread (planes, maps and pictures are shared), and `check`, which
 * throws once nobody waits for the answer. Only workers load this; who asks imports types.
 */
export const JOBS = { luma, band, rle, polygons, maskPng, cutout, labelMapPng, picture, overlay, densityOverlay, boxesOverlay, heatmap };

export type Jobs = typeof JOBS;
