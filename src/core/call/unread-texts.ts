import type { EncodedText } from '../encoder/contract/encoder.js';
import type { SourcedText } from '../text/ensembles.js';

type Counts = Pick<EncodedText, 'known' | 'unknown'>;

/** A label or another text that a question or a method brings, of which the tower can read half or less. */
export interface UnreadText extends Counts {
  /** As it was given. */
  readonly text: string;
}

const isUnread = ({ known, unknown }: Counts): boolean => unknown >= known;

/** A text without letters and digits may be dropped by a tokenizer without a trace, or be read. */
const isSigns = (text: string): boolean => !/[\p{L}\p{N}]/u.test(text);

/**
 * The labels and texts that the tower cannot read. A template that is read well hides a label that is not, so that labels are counted by themselves; the
 * tower counts those alone whose sentences have unknown tokens, or that are signs.
 *
 * @param encoded texts that were read, with what was counted of them
 * @param encode for what must be counted by itself
 * @returns each once; none of those that may not be encoded any more: it is a word in a notice, and no reason to fail
 */
export async function unreadTexts(
  encoded: readonly (SourcedText & Counts)[],
  encode: (texts: readonly string[]) => Promise<readonly Counts[]>,
): Promise<readonly UnreadText[]> {
  const counts = new Map(encoded.map(({ text, known, unknown }) => [text, { known, unknown }]));
  const suspects = encoded.filter(({ origin, known, unknown }) => origin.trim() !== '' && (unknown > 0 || known === 0 || isSigns(origin)));
  const origins = [...new Set(suspects.map(({ origin }) => origin))];
  const uncounted = origins.filter((origin) => !counts.has(origin));
  const counted = uncounted.length > 0 ? await encode(uncounted).catch(() => []) : [];
  counted.forEach(({ known, unknown }, index) => counts.set(uncounted[index]!, { known, unknown }));
  return origins.flatMap((text) => {
    const count = counts.get(text);
    return count !== undefined && isUnread(count) ? [{ text, ...count }] : [];
  });
}
