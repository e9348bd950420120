import type { Encoder } from '../encoder/contract/encoder.js';
import { packId } from '../encoder/contract/pack-id.js';
import type { Detail } from '../images/encoder-size.js';
import type { ImageSourceInput } from '../images/picture.js';
import type { PictureSources } from '../images/sources.js';
import { OnceAnOperation } from '../once.js';
import type { Operation } from '../operation.js';
import { Visual, type VisualServices } from './visual.js';

/** How a picture is to be looked at. */
export interface View {
  readonly detail: Detail;
  readonly encoder: Encoder;
}

/**
 * Fetches a picture and proves that it can be decoded: whatever is wrong with it shows here. It counts as a picture of the operation,
 * once however often it is named.
 * @throws whatever `image(source:)` fails with
 */
export type OpenVisual = (source: ImageSourceInput, view: View, operation: Operation) => Promise<Visual>;

/** Equal pictures, looked at alike, are one: decoded once, and all that is asked of them shares its features. */
const opened = new OnceAnOperation<Visual>();

/** @param services what every visual needs beside its encoder */
export const createOpenVisual =
  (sources: PictureSources, services: Omit<VisualServices, 'encoder'>): OpenVisual =>
  async (source, { detail, encoder }, operation) => {
    const picture = await sources.resolve(source, operation);
    operation.takePicture(picture.content);
    return opened.get(operation, [picture.content, packId(encoder.manifest), detail].join(), async () => {
      const visual = new Visual({ ...services, encoder }, operation, picture, detail);
      await visual.prove();
      return visual;
    });
  };
