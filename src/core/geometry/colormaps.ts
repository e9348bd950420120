import { TABLES } from './colormap-tables.js';

export type ColormapName = 'VIRIDIS' | 'CIVIDIS' | 'TURBO' | 'GRAY';

/** 256 colours, RGB bytes, from low to high: matplotlib's tables; GRAY is black to white. */
export function colormap(name: ColormapName): Uint8Array {
  if (name === 'GRAY') return Uint8Array.from({ length: 768 }, (_, i) => Math.floor(i / 3));
  return new Uint8Array(Buffer.from(TABLES[name], 'base64'));
}

/** Index into a {@link colormap} of a share in [0, 1], as matplotlib rounds it; what is outside or NaN is cut off. */
export function colorIndex(share: number): number {
  return share > 0 ? Math.min(255, Math.floor(share * 256)) : 0;
}
