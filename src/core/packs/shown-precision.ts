import type { PackManifest } from './manifest.js';

/** A pack's weights and arithmetic in a word or two, for people. */
export const shownPrecision = ({ precision, compute }: { precision: PackManifest['precision']; compute?: string | undefined }): string =>
  compute === 'fp16' ? `${precision}, computed in fp16` : precision;
