import { TAG, TiffTags } from './tags.js';

const SIGNATURES = ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'];

/** Whether these are the bytes of a TIFF in tiles, not in strips. */
export const isTiledTiff = (bytes: Buffer): boolean =>
  SIGNATURES.includes(bytes.toString('latin1', 0, 4)) && new TiffTags(bytes).all(TAG.tileWidth).length > 0;
