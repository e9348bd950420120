import type { Shown } from '../state/store';

/** The picture as the page shows it, to draw with. */
export async function pixelsOf({ url }: Shown): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}
