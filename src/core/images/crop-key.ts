import type { DecodeRequest } from './decode.js';
import { pixelBox } from './pixel-box.js';
import type { SourcePicture } from './picture.js';

/**
 * Identifies the pixels that {@link decodeRgb} gives for the same arguments: equal keys, equal pixels. The whole picture has one key, with or without a box.
 *
 * @throws BAD_INPUT for a box outside the picture
 */
export function cropKey(picture: Pick<SourcePicture, 'content' | 'width' | 'height'>, request: DecodeRequest): string {
  const { x, y, width, height } = pixelBox(request.box ?? { x: 0, y: 0, width: picture.width, height: picture.height }, picture);
  return `${picture.content}:${x},${y},${width},${height}:${request.width}x${request.height}:${request.kernel}`;
}
