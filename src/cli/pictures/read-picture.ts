import { open, readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { checkByteLimit, checkFormat, inspectPicture } from '../../core/images/inspect.js';
import { pictureLimits } from '../../core/images/limits.js';
import type { SourcePicture } from '../../core/images/picture.js';
import { wrongUse } from '../wrong-use.js';
import { STDIN } from './find-pictures.js';

/** A format shows in so many bytes. */
const HEAD_BYTES = 1024;

/** Bytes of a picture's file, or of standard input. */
function readPicture(path: string): Promise<Buffer> {
  return path === STDIN ? buffer(process.stdin) : readFile(path);
}

type Limits = Parameters<typeof pictureLimits>[0];

/** A picture whose header and limits are in order. @throws BAD_IMAGE, UNSUPPORTED_FORMAT, IMAGE_TOO_LARGE */
export const inspectedPicture = async (path: string, config: Limits): Promise<SourcePicture> =>
  inspectPicture(await readPicture(path), pictureLimits(config));

/**
 * Looks at a file's size and first bytes, so that what is no picture is refused before a model is loaded for it. What comes from standard
 * input shows when it has come.
 * @throws BAD_IMAGE, UNSUPPORTED_FORMAT, IMAGE_TOO_LARGE; WrongUse where nothing is piped in
 */
export async function checkPicture(path: string, config: Limits): Promise<void> {
  if (path === STDIN) {
    if (process.stdin.isTTY)
      throw wrongUse('picture', '"-" reads a picture from standard input, and nothing is piped in: denseql ... - < photo.jpg');
    return;
  }
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const { buffer: head, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    checkByteLimit(size, pictureLimits(config));
    checkFormat(head.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}
