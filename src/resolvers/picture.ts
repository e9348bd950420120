import type { EncodedPicture } from '../core/pixels/pixel-work.js';
import type { ResolverContext } from './context.js';

export const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

export const pictureResolvers = {
  Picture: {
    url: (picture: EncodedPicture, _: unknown, { platform }: ResolverContext): string | null => platform.keepPicture?.(picture) ?? null,
    dataUri: (picture: EncodedPicture): string => `data:${picture.mediaType};base64,${toBase64(picture.bytes)}`,
  },
};
