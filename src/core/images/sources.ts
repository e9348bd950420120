import type { Config } from '../config.js';
import { badInput, DenseqlError } from '../errors.js';
import type { Operation } from '../operation.js';
import { bytesOfData } from './data-source.js';
import { inspectPicture } from './inspect.js';
import { pictureLimits } from './limits.js';
import type { ImageSourceInput, SourcePicture } from './picture.js';
import type { Samples } from './samples.js';
import type { UploadStore } from './upload-store.js';

export interface PictureSources {
  /**
   * Fetches the picture that a query names and checks its header and limits. The time counts as `decode`.
   * @throws BAD_INPUT, BAD_IMAGE, IMAGE_TOO_LARGE, UNSUPPORTED_FORMAT, UNKNOWN_SAMPLE, UPLOAD_NOT_FOUND, URL_FORBIDDEN, CANCELLED, DEADLINE_EXCEEDED
   */
  resolve(source: ImageSourceInput, operation: Operation): Promise<SourcePicture>;
}

export interface PictureSourcesParts {
  readonly config: Pick<Config, 'MAX_UPLOAD_BYTES' | 'MAX_PIXELS' | 'MAX_DECODED_BYTES'>;
  readonly samples: Samples;
  readonly uploads: UploadStore;
}

const MEMBERS = ['sample', 'upload', 'data', 'url'] as const;

/** Where pictures of queries come from: samples, uploads, data in the query. */
export function createPictureSources({ config, samples, uploads }: PictureSourcesParts): PictureSources {
  const limits = pictureLimits(config);

  async function fetchPicture(source: ImageSourceInput): Promise<SourcePicture> {
    const given = MEMBERS.filter((member) => source[member] !== undefined && source[member] !== null);
    const [member] = given;
    // GraphQL's @oneOf says the same; the command line and plugins come without it.
    if (member === undefined || given.length > 1)
      throw badInput(
        'source',
        `exactly one of ${MEMBERS.join(', ')} must be set; ${given.length === 0 ? 'none is' : `${given.join(' and ')} are`}.`,
      );
    const value = source[member] as string;
    switch (member) {
      case 'sample':
        return inspectPicture(await samples.read(value), limits);
      case 'upload':
        return uploads.get(value);
      case 'data':
        return inspectPicture(bytesOfData(value, limits), limits);
      case 'url':
        throw new DenseqlError(
          'URL_FORBIDDEN',
          'Pictures by address are off in this version. Send the bytes: upload them to /uploads, or use data.',
        );
    }
  }

  return {
    async resolve(source, operation) {
      operation.throwIfOver();
      const start = performance.now();
      try {
        return await fetchPicture(source);
      } finally {
        operation.addTiming('decode', performance.now() - start);
      }
    },
  };
}
