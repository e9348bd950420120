import { contentOf } from '../core/images/sha256.js';
import { breathe } from '../core/math/breathe.js';
import type { Operation } from '../core/operation.js';
import type { Resolvers } from './types.generated.js';

/**
 * A picture for an answer. A megabyte takes a millisecond, and a query may ask for it sixty times, as others do: each takes its turn, and is not made where the answer
 * is too large already. @throws LIMIT_EXCEEDED, OVERLOADED
 */
export async function toBase64({ buffer, byteOffset, byteLength }: Uint8Array, operation: Operation): Promise<string> {
  await breathe(operation.lane);
  operation.throwIfFull();
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

export const pictureResolvers = {
  Picture: {
    id: ({ bytes }) => contentOf(bytes),
    url: (picture, _, { platform, operation }) => platform.keepPicture?.(picture, operation) ?? null,
    dataUri: async (picture, _, { operation }) => `data:${picture.mediaType};base64,${await toBase64(picture.bytes, operation)}`,
    width: (picture) => picture.width,
    height: (picture) => picture.height,
    mediaType: (picture) => picture.mediaType,
  },
} satisfies Resolvers;
