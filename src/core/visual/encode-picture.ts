import type { Encoder } from '../encoder/contract/encoder.js';
import type { Size } from '../geometry/box.js';
import { cropKey } from '../images/crop-key.js';
import { decodeRgb } from '../images/decode.js';
import type { SourcePicture } from '../images/picture.js';
import type { Operation } from '../operation.js';
import { wholeFeatures, type VisualFeatures } from './features.js';

/**
 * A whole picture to features outside of any query, decoded and keyed as a query does it.
 * @param size of the encoder's input in pixels, multiples of the pack's sizeMultiple
 * @throws BAD_IMAGE and the encoder's errors
 */
export async function encodePicture(
  encoder: Pick<Encoder, 'manifest' | 'encodeImage'>,
  picture: SourcePicture,
  size: Size,
  operation: Operation,
): Promise<VisualFeatures> {
  const request = { ...size, kernel: encoder.manifest.image.kernel };
  const { features, ...pass } = await encoder.encodeImage(
    {
      key: cropKey(picture, request),
      ...size,
      frame: { x: 0, y: 0, width: picture.width, height: picture.height },
      pixels: () => decodeRgb(picture, request, operation),
    },
    operation,
  );
  return { ...pass, features: wholeFeatures(features, encoder.manifest.name) };
}
