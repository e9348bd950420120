import type { Metadata } from 'sharp';
import { readError } from '../read-error.js';
import { openPicture } from '../sharp-input.js';
import { writeTiff } from '../tiff/write-tiff.js';
import { inTurns } from './in-turns.js';

/** 16 bits a sample and a profile, in `space`: straight to sRGB with all bits, then on white and to 8 bits. @throws BAD_IMAGE */
export async function flattenDeep(bytes: Buffer, space: Metadata['space']): Promise<Buffer> {
  const { data, info } = await openPicture(bytes, false, { ignoreIcc: true })
    .toColourspace(space ?? 'rgb16')
    .withIccProfile('srgb')
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => {
      throw readError(error);
    });
  const { width, height, channels } = info;
  const deep = new Uint16Array(data.buffer, data.byteOffset, width * height * channels);
  const samples = new Uint8Array(3 * width * height);
  const hasAlpha = channels === 2 || channels === 4;
  await inTurns(deep.length, channels, (first, end) => {
    for (let from = first, to = (first / channels) * 3; from < end; from += channels, to += 3) {
      const alpha = hasAlpha ? deep[from + channels - 1]! / 65535 : 1;
      for (let c = 0; c < 3; c++) samples[to + c] = Math.round((deep[from + (channels > 2 ? c : 0)]! / 257) * alpha + 255 * (1 - alpha));
    }
  });
  return writeTiff({ width, height, channels: 3, samples });
}
