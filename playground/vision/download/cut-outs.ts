import { zipSync } from 'fflate';
import type { ReadMask } from '../read/reading';
import type { Playground } from '../state/store';
import { pixelsOf } from './picture';
import { fileName, saveAs } from './save';

/** The pixels of a mask alone, on nothing: as large as its part of the picture. */
export function cutOut(
  image: CanvasImageSource & { naturalWidth: number; naturalHeight: number },
  mask: ReadMask,
  picture: { width: number; height: number },
): OffscreenCanvas {
  const scale = image.naturalWidth / picture.width;
  const [width, height] = [Math.max(1, Math.round(mask.box.width * scale)), Math.max(1, Math.round(mask.box.height * scale))];
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  context.drawImage(maskCanvas(mask), 0, 0, width, height);
  context.globalCompositeOperation = 'source-in';
  context.drawImage(image, mask.box.x * scale, mask.box.y * scale, mask.box.width * scale, mask.box.height * scale, 0, 0, width, height);
  return canvas;
}

function maskCanvas({ bits, width, height }: ReadMask): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  const image = context.createImageData(width, height);
  for (let i = 0; i < bits.length; i++) image.data[i * 4 + 3] = bits[i] ? 255 : 0;
  context.putImageData(image, 0, 0);
  return canvas;
}

/** Each label's pixels as a PNG of their own with an alpha channel, together in one archive. */
export async function saveCutOuts({ answered, shown }: Playground): Promise<void> {
  if (!answered || !shown) return;
  const image = await pixelsOf(shown);
  const files: Record<string, Uint8Array> = {};
  for (const { reading } of answered.parts.filter(({ side }) => side === 'left'))
    for (const { name, mask } of reading.findings) {
      if (!mask || mask.area === 0) continue;
      const blob = await cutOut(image, mask, shown).convertToBlob({ type: 'image/png' });
      files[`${fileName(name)}.png`] = new Uint8Array(await blob.arrayBuffer());
    }
  // PNGs are compressed already.
  saveAs(`${fileName(shown.title)}-cut-outs.zip`, new Blob([zipSync(files, { level: 0 })], { type: 'application/zip' }));
}
