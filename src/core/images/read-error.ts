import { DenseqlError } from '../errors.js';

const CAUSES: readonly (readonly [RegExp, string])[] = [
  [/timeout/i, 'it takes too long to decode'],
  [
    /premature end|truncated|unexpected end|end of (file|data)|read error|bad seek|not enough|too short|unable to parse/i,
    'it is cut short or damaged',
  ],
  [/pixel limit|exceeds|too large/i, 'its header claims a size that does not fit'],
  [/channel/i, 'it has more than five channels'],
];

/**
 * What a decoder said, as BAD_IMAGE with a cause from a fixed list: libvips' own words change between versions, run over several lines
 * and mean little to a client. They stay in `cause` for the log.
 */
export function readError(error: unknown): DenseqlError {
  if (DenseqlError.is(error)) return error;
  const words = error instanceof Error ? error.message : String(error);
  const cause = CAUSES.find(([pattern]) => pattern.test(words))?.[1] ?? 'its data is damaged';
  return new DenseqlError('BAD_IMAGE', `The picture cannot be read: ${cause}.`, {}, { cause: error });
}
