import type { PackManifest } from '../../packs/manifest.js';

/** Which pack numbers came from: vectors of two packs, or of two revisions of one, never stand for each other. */
export const packId = ({ name, revision }: Pick<PackManifest, 'name' | 'revision'>): string => `${name}@${revision}`;
