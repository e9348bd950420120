import type { IncomingMessage } from 'node:http';
import type { PictureLimits } from '../limits.js';
import { checkByteLimit } from '../inspect.js';
import { urlFailed } from './errors.js';
import { failedRequest } from './failed-request.js';

const FIRST_BYTES = 64 * 1024;

/** Copies what comes into one block that grows: a stranger may send single bytes, and a list of a million buffers holds a hundred times what is in them. */
class Gathered {
  private block = Buffer.allocUnsafe(FIRST_BYTES);
  length = 0;

  add(chunk: Buffer): void {
    const needed = this.length + chunk.length;
    if (needed > this.block.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.block.length * 2));
      this.block.copy(larger, 0, 0, this.length);
      this.block = larger;
    }
    chunk.copy(this.block, this.length);
    this.length = needed;
  }

  /** A copy of the right length: the rest of the block is not kept as long as the picture is. */
  bytes(): Buffer {
    return Buffer.from(this.block.subarray(0, this.length));
  }
}

/**
 * The bytes of an answer with status 200, counted as they come. Its media type is not looked at: the bytes say what they are.
 *
 * @throws URL_FAILED for another status, a compressed answer, or one that ends too early; IMAGE_TOO_LARGE
 */
export async function readAnswer(answer: IncomingMessage, limits: Pick<PictureLimits, 'maxBytes'>): Promise<Buffer> {
  const { statusCode, headers } = answer;
  try {
    if (statusCode !== 200) throw urlFailed(`its host answered status ${statusCode}, not 200.`);
    const coding = headers['content-encoding']?.trim().toLowerCase() ?? '';
    // Not unpacked: it was asked not to be packed, and a small answer may unpack to a huge one.
    if (coding !== '' && coding !== 'identity') throw urlFailed('its host answered in a compressed form, though asked not to.');
    checkByteLimit(Number(headers['content-length'] ?? 0), limits);
    const gathered = new Gathered();
    const chunks = answer[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    for (;;) {
      const next = await chunks.next().catch((error: unknown) => {
        throw failedRequest(error);
      });
      if (next.done) return gathered.bytes();
      checkByteLimit(gathered.length + next.value.length, limits);
      gathered.add(next.value);
    }
  } finally {
    answer.destroy();
  }
}
