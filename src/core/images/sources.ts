import type { Config } from '../config.js';
import { badInput } from '../errors.js';
import type { Operation } from '../operation.js';
import { OnceAnOperation } from '../once.js';
import { bytesOfData } from './data-source.js';
import { inspectPicture } from './inspect.js';
import { pictureLimits } from './limits.js';
import type { ImageSourceInput, SourcePicture } from './picture.js';
import type { Samples } from './samples.js';
import type { UploadStore } from './upload-store.js';
import type { UrlPictures } from './url/url-pictures.js';

export interface PictureSources {
  /**
   * Fetches the picture that a query names and checks its header and limits; one that the operation names several times is fetched once. The time
   * counts as `decode`.
   * @throws BAD_INPUT, BAD_IMAGE, IMAGE_TOO_LARGE, UNSUPPORTED_FORMAT, UNKNOWN_SAMPLE, UPLOAD_NOT_FOUND, URL_FORBIDDEN, URL_FAILED, LIMIT_EXCEEDED,
   * CANCELLED, DEADLINE_EXCEEDED
   */
  resolve(source: ImageSourceInput, operation: Operation): Promise<SourcePicture>;
}

export interface PictureSourcesParts {
  readonly config: Pick<Config, 'MAX_UPLOAD_BYTES' | 'MAX_PIXELS' | 'MAX_DECODED_BYTES'>;
  readonly samples: Samples;
  readonly uploads: UploadStore;
  readonly urls: UrlPictures;
}

const MEMBERS = ['sample', 'upload', 'data', 'url'] as const;
type Member = (typeof MEMBERS)[number];

/** Where pictures of queries come from: samples, uploads, data in the query, addresses. */
export function createPictureSources({ config, samples, uploads, urls }: PictureSourcesParts): PictureSources {
  const limits = pictureLimits(config);

  /** Apart by member: joining a name and megabytes of data would copy them each time. */
  const fetched = Object.fromEntries(MEMBERS.map((member) => [member, new OnceAnOperation<SourcePicture>()])) as Record<
    Member,
    OnceAnOperation<SourcePicture>
  >;

  function memberOf(source: ImageSourceInput): Member {
    const given = MEMBERS.filter((member) => source[member] !== undefined && source[member] !== null);
    const [member] = given;
    // GraphQL's @oneOf says the same; the command line and plugins come without it.
    if (member === undefined || given.length > 1)
      throw badInput(
        'source',
        `exactly one of ${MEMBERS.join(', ')} must be set; ${given.length === 0 ? 'none is' : `${given.join(' and ')} are`}.`,
      );
    return member;
  }

  async function fetchPicture(member: Member, value: string, operation: Operation): Promise<SourcePicture> {
    switch (member) {
      case 'sample':
        return inspectPicture(await samples.read(value), limits, operation);
      case 'upload':
        return uploads.get(value, operation.scope);
      case 'data':
        operation.take('inlineBytes', value.length);
        return inspectPicture(await bytesOfData(value, limits), limits, operation);
      case 'url':
        return inspectPicture(await urls.fetch(value, operation), limits, operation);
    }
  }

  return {
    async resolve(source, operation) {
      operation.throwIfOver();
      const member = memberOf(source);
      const value = source[member] as string;
      return fetched[member].get(operation, value, async () => {
        const start = performance.now();
        try {
          return await fetchPicture(member, value, operation);
        } finally {
          operation.addTiming('decode', performance.now() - start);
        }
      });
    },
  };
}
