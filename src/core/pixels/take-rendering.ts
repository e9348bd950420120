import { fitWithin, type Size } from '../geometry/box.js';
import type { Operation } from '../operation.js';

/**
 * Counts a picture before it is rendered.
 * @param of the part that it shows
 * @param maxSize its longest side in pixels; it is never enlarged
 * @throws LIMIT_EXCEEDED
 */
export function takeRendering(operation: Operation, of: Size, maxSize: number): void {
  const { width, height } = fitWithin(of, maxSize);
  operation.take('renderedPixels', width * height);
}

/** As {@link takeRendering}, of what is drawn on the picture itself, which is decoded for it. @throws LIMIT_EXCEEDED */
export function takeDrawing(operation: Operation, of: Size, maxSize: number): void {
  takeRendering(operation, of, maxSize);
  operation.take('decodes', 1);
}
