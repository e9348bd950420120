import { labelColor, luma } from '../../../src/core/geometry/palette';

/** The colour of a label by its place, as the server's own overlays have it. */
export const colorOf = (place: number): string => `rgb(${labelColor(place).join(' ')})`;

/** Whether a tick on that colour is seen better in white. */
export const isDark = (place: number): boolean => luma(labelColor(place)) < 110;
