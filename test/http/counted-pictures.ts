import sharp from 'sharp';
import { asData } from './pictures.js';

type Rgb = readonly [red: number, green: number, blue: number];

/** A PNG, pixel by pixel: hundreds of rectangles one by one would take seconds. */
async function drawn(width: number, height: number, color: (x: number, y: number) => Rgb): Promise<{ data: string }> {
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) pixels.set(color(x, y), (y * width + x) * 3);
  const png = sharp(pixels, { raw: { width, height, channels: 3 } }).png();
  return asData(await png.toBuffer());
}

/** A plain ellipse in the middle of a flat ground: a plate with nothing on it. */
export const plate = (width: number, height: number, color: Rgb): Promise<{ data: string }> =>
  drawn(width, height, (x, y) => {
    const [across, down] = [(x - width / 2) / (width * 0.36), (y - height / 2) / (height * 0.36)];
    return across ** 2 + down ** 2 < 1 ? color : [200, 198, 190];
  });

/** So many square dots on white, row by row from the top left. */
export function dots(width: number, height: number, count: number, color: Rgb): Promise<{ data: string }> {
  const columns = Math.ceil(Math.sqrt((count * width) / height));
  const step = Math.floor(width / columns);
  return drawn(width, height, (x, y) => {
    const [column, row] = [Math.floor(x / step), Math.floor(y / step)];
    const gap = x % step >= step - 2 || y % step >= step - 2;
    return gap || column >= columns || row * columns + column >= count ? [255, 255, 255] : color;
  });
}
