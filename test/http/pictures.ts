import sharp from 'sharp';

interface Patch {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly color: string;
}

/** A PNG of one colour with rectangles of other ones. */
export function painted(width: number, height: number, background: string, patches: readonly Patch[] = []): Promise<Buffer> {
  const overlays = patches.map(({ x, y, width: w, height: h, color }) => ({
    input: { create: { width: w, height: h, channels: 3 as const, background: color } },
    left: x,
    top: y,
  }));
  return sharp({ create: { width, height, channels: 3, background } })
    .composite(overlays)
    .png()
    .toBuffer();
}

/** 448 x 448 px: red left half, blue right half. */
export const redAndBlue = (): Promise<Buffer> =>
  painted(448, 448, '#ff0000', [{ x: 224, y: 0, width: 224, height: 448, color: '#0000ff' }]);

export const asData = (bytes: Buffer): { data: string } => ({ data: bytes.toString('base64') });
