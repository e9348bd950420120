import { setImmediate } from 'node:timers/promises';
import { badInput } from '../errors.js';
import type { PictureLimits } from './limits.js';
import { checkByteLimit } from './inspect.js';

const FIELD = 'source.data';

const BASE64_HELP = 'Send plain base64 with its padding and without line breaks (base64 -w0 photo.jpg), or a data URI.';

/** Characters decoded in one go, a multiple of 4: about a millisecond. */
const PIECE = 1 << 18;

/** Decodes base64 strictly. Buffer.from skips what it does not know, so a wrong text would become a wrong picture. Lets the event loop turn. */
async function fromBase64(text: string, limits: PictureLimits): Promise<Buffer> {
  if (text.length % 4 !== 0) throw badInput(FIELD, `${text.length} characters of base64 are not a multiple of 4. ${BASE64_HELP}`);
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const length = (text.length / 4) * 3 - padding;
  checkByteLimit(length, limits);
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < text.length; at += PIECE) {
    const piece = text.slice(at, at + PIECE);
    const written = bytes.write(piece, (at / 4) * 3, 'base64');
    // There and back is the one check that nothing slips through.
    const back = bytes.toString('base64', (at / 4) * 3, (at / 4) * 3 + written);
    if (back !== piece) throw badInput(FIELD, `it is not base64. ${BASE64_HELP}`);
    if (at + PIECE < text.length) await setImmediate();
  }
  return bytes;
}

const hex = (code: number): number => {
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
};

/** Byte by byte: decodeURIComponent would want UTF-8, which a picture is not. */
async function fromPercent(text: string, limits: PictureLimits): Promise<Buffer> {
  // In place: what is written never overtakes what is read.
  const bytes = Buffer.from(text, 'utf8');
  let length = 0;
  for (let at = 0, pause = PIECE; at < bytes.length; at++) {
    if (at >= pause) {
      pause = at + PIECE;
      await setImmediate();
    }
    const code = bytes[at] as number;
    if (code > 126 || code < 33) throw badInput(FIELD, `the data URI has a character that must be percent-encoded, at ${at} of its data.`);
    if (code !== 37) {
      bytes[length++] = code;
      continue;
    }
    const high = hex(bytes[at + 1] ?? 0);
    const low = hex(bytes[at + 2] ?? 0);
    if (high < 0 || low < 0) throw badInput(FIELD, `the data URI has a % without two hex digits, at ${at} of its data.`);
    bytes[length++] = high * 16 + low;
    at += 2;
  }
  checkByteLimit(length, limits);
  return bytes.subarray(0, length);
}

/**
 * The bytes of `ImageSource.data`: base64, or a data URI (base64 or percent-encoded). The URI's media type is not believed; the bytes say what they are.
 *
 * @throws BAD_INPUT naming source.data, IMAGE_TOO_LARGE
 */
export async function bytesOfData(data: string, limits: PictureLimits): Promise<Buffer> {
  if (!/^data:/i.test(data)) return fromBase64(data, limits);
  const comma = data.indexOf(',');
  if (comma < 0) throw badInput(FIELD, 'the data URI has no comma before its data.');
  const body = data.slice(comma + 1);
  if (!/;\s*base64\s*$/i.test(data.slice(5, comma))) return fromPercent(body, limits);
  return fromBase64(body.includes('%') ? (await fromPercent(body, limits)).toString('latin1') : body, limits);
}
