import { sha256 } from '../core/images/sha256.js';
import type { Resolvers } from './types.generated.js';

export const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

export const pictureResolvers = {
  Picture: {
    id: ({ bytes }) => sha256(bytes),
    url: (picture, _, { platform, operation }) => platform.keepPicture?.(picture, operation) ?? null,
    dataUri: (picture) => `data:${picture.mediaType};base64,${toBase64(picture.bytes)}`,
    width: (picture) => picture.width,
    height: (picture) => picture.height,
    mediaType: (picture) => picture.mediaType,
  },
} satisfies Resolvers;
