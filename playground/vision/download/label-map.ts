import type { Playground } from '../state/store';
import { fileName, savePng } from './save';

/** One grey PNG at the size of the masks: a pixel's value is the number of its label from 1, and 0 where there is none. */
export async function saveLabelMap({ answered, shown }: Playground): Promise<void> {
  const part = answered?.parts.find(({ side, reading }) => side === 'left' && reading.findings.some(({ mask }) => mask !== null));
  const first = part?.reading.findings.find(({ mask }) => mask !== null)?.mask;
  if (!part || !first || !shown) return;
  const canvas = new OffscreenCanvas(first.width, first.height);
  const context = canvas.getContext('2d')!;
  const image = context.createImageData(first.width, first.height);
  for (let i = 0; i < first.bits.length; i++) {
    const finding = part.reading.findings.find(({ mask }) => mask?.bits[i] === 1);
    image.data.fill(finding ? finding.place + 1 : 0, i * 4, i * 4 + 3);
    image.data[i * 4 + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  await savePng(`${fileName(shown.title)}-labels.png`, canvas);
}
