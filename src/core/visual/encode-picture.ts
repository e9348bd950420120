import type { EncodeImageResult, Encoder } from '../encoder/encoder.js';
import type { Size } from '../geometry/box.js';
import { cropKey } from '../images/crop-key.js';
import { decodeRgb } from '../images/decode.js';
import type { SourcePicture } from '../images/picture.js';
import type { Operation } from '../operation.js';

/**
 * A whole picture to features outside of any query, decoded and keyed as a query does it.
 * @param size of the encoder's input in pixels, multiples of the pack's sizeMultiple
 * @throws BAD_IMAGE and the encoder's errors
 */
export function encodePicture(
  encoder: Pick<Encoder, 'manifest' | 'encodeImage'>,
  picture: SourcePicture,
  size: Size,
  operation: Operation,
): Promise<EncodeImageResult> {
  const request = { ...size, kernel: encoder.manifest.image.kernel };
  return encoder.encodeImage(
    {
      key: cropKey(picture, request),
      ...size,
      frame: { x: 0, y: 0, width: picture.width, height: picture.height },
      pixels: () => decodeRgb(picture, request),
    },
    operation,
  );
}
