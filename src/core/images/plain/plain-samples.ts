import type { PlainPixels } from '../tiff/write-tiff.js';
import { inTurns } from './in-turns.js';
import { labToSrgb } from './lab.js';
import type { RawLayout } from './raw-layout.js';
import { whiteOf, type RawSamples } from './white-of.js';

/**
 * Samples of any layout as ordinary ones: grey or RGB, alpha behind them and not multiplied in.
 * @param wide 16 bits a sample: a profile may stretch the dark ones
 * @throws UNSUPPORTED_FORMAT when nothing tells what is white
 */
export async function plainSamples(raw: RawSamples, layout: RawLayout, wide: boolean): Promise<Pick<PlainPixels, 'samples' | 'channels'>> {
  const white = await whiteOf(raw, layout);
  const { channels, alpha, inverted } = layout;
  const colours = layout.colours === 'grey' ? 1 : 3;
  const width = colours + (alpha ? 1 : 0);
  const samples = new (wide ? Uint16Array : Uint8Array)((raw.length / channels) * width);
  const top = wide ? 65535 : 255;
  const lab = labReader(layout, white);
  await inTurns(raw.length, channels, (first, end) => {
    for (let from = first, to = (first / channels) * width; from < end; from += channels, to += width) {
      const opacity = alpha ? part(raw[from + alpha.channel]! / white) : 1;
      if (lab) {
        const rgb = lab(raw[from]!, raw[from + 1]!, raw[from + 2]!);
        for (let c = 0; c < 3; c++) samples[to + c] = Math.round(rgb[c]! * top);
      } else {
        const divisor = alpha?.associated && opacity > 0 ? white * opacity : white;
        for (let c = 0; c < colours; c++) {
          const value = part(raw[from + c]! / divisor);
          samples[to + c] = Math.round((inverted ? 1 - value : value) * top);
        }
      }
      if (alpha) samples[to + colours] = Math.round(opacity * top);
    }
  });
  return { samples, channels: width as PlainPixels['channels'] };
}

/** Cut to 0 to 1; what is no number is 0. */
const part = (value: number): number => (value > 0 ? Math.min(1, value) : 0);

function labReader({ colours }: RawLayout, white: number): ((l: number, a: number, b: number) => readonly number[]) | null {
  if (colours !== 'cielab' && colours !== 'icclab') return null;
  const unit = (white + 1) / 256;
  const half = 128 * unit;
  // Two's complement, or moved up by half of the range.
  const centred = (value: number): number => (colours === 'icclab' ? value - half : value >= half ? value - 2 * half : value) / unit;
  return (l, a, b) => labToSrgb((100 * l) / white, centred(a), centred(b));
}
