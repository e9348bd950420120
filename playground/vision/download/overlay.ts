import { colorOf, placeOfName } from '../draw/color';
import { offsetOf } from '../parts/offset';
import type { Answered, Playground } from '../state/store';
import { pixelsOf } from './picture';
import { fileName, savePng } from './save';

/** The picture under everything that is shown now, as large as the page has it. */
export async function saveOverlay({ answered, shown, look, view }: Playground): Promise<void> {
  if (!answered || !shown) return;
  const image = await pixelsOf(shown);
  const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
  const context = canvas.getContext('2d')!;
  context.drawImage(image, 0, 0);
  context.scale(canvas.width / shown.width, canvas.height / shown.height);
  drawHeat(context, shown.width, shown.height);
  const line = shown.width / canvas.width;
  for (const part of answered.parts.filter(({ side }) => side === 'left')) {
    const layer = view.layers[part.layer];
    if (layer?.shown === false) continue;
    drawMasks(context, answered, part, layer?.hidden ?? [], look.opacity, look.outline ? line : 0);
    for (const { x, y } of part.reading.points ?? []) drawPoint(context, x, y, line);
  }
  await savePng(`${fileName(shown.title)}-overlay.png`, canvas);
}

function drawMasks(
  context: OffscreenCanvasRenderingContext2D,
  answered: Answered,
  { layer, reading }: Answered['parts'][number],
  hidden: readonly number[],
  opacity: number,
  line: number,
): void {
  const offset = offsetOf(answered.view.layers, layer);
  for (const { place, name, mask, box } of reading.findings) {
    if (hidden.includes(place)) continue;
    const path = mask ? new Path2D(mask.outline) : new Path2D();
    if (!mask && box) path.rect(box.x, box.y, box.width, box.height);
    context.fillStyle = context.strokeStyle = colorOf(
      offset + placeOfName(name, answered.view.layers[layer]?.texts ?? [], reading.findings),
    );
    context.globalAlpha = mask ? opacity : 0.1;
    context.fill(path, 'evenodd');
    context.globalAlpha = 1;
    context.lineWidth = mask ? line * 2 : line * 3;
    if (line > 0 || !mask) context.stroke(path);
  }
}

function drawPoint(context: OffscreenCanvasRenderingContext2D, x: number, y: number, line: number): void {
  context.beginPath();
  context.arc(x, y, 6 * line, 0, 2 * Math.PI);
  context.fillStyle = 'white';
  context.strokeStyle = 'rgb(15 17 21)';
  context.lineWidth = 2.5 * line;
  context.fill();
  context.stroke();
}

/** Maps are canvases on the page already. */
function drawHeat(context: OffscreenCanvasRenderingContext2D, width: number, height: number): void {
  for (const canvas of document.querySelectorAll<HTMLCanvasElement>('[data-frame] canvas.heat')) {
    const [left, top, w, h] = ['left', 'top', 'width', 'height'].map(
      (side) => Number.parseFloat(canvas.style.getPropertyValue(side)) / 100,
    ) as [number, number, number, number];
    context.globalAlpha = Number(canvas.style.opacity || 1);
    context.drawImage(canvas, left * width, top * height, w * width, h * height);
    context.globalAlpha = 1;
  }
}
