import type { PackManifest } from '../../packs/manifest.js';

/** Of the process itself, with the runtime and no pack. */
const PROCESS_BYTES = 150 * 1024 * 1024;
/** The runtime packs weights anew and needs room for a pass. */
const FACTOR = 1.3;

/** Bytes that a pack's process will hold, guessed from its files before it was ever loaded. */
export const estimateBytes = ({ files }: PackManifest): number =>
  Math.round(files.reduce((sum, { bytes }) => sum + bytes, 0) * FACTOR) + PROCESS_BYTES;
