import type { EncodedText } from '../encoder/contract/encoder.js';
import type { SourcedText } from '../text/ensembles.js';

type Cut = SourcedText & Pick<EncodedText, 'read'>;

/** What stands before the label in a text of its template. */
const beginning = ({ template = '{}' }: SourcedText): string => template.split('{}')[0]!.trimEnd();

/** No token is less than a byte, and two are the tower's own. */
const mayFill = (text: Cut): boolean => Buffer.byteLength(beginning(text)) >= text.read - 2;

/**
 * Which of the texts that were cut lost the very label: those whose template fills all that is read before the label begins. The tower counts the tokens of
 * such beginnings; they are few, as only a template of some length comes into question.
 *
 * @returns false, too, where the beginnings may not be encoded any more: it is a word more in a notice, and no reason to fail
 */
export async function lostOrigins<Text extends Cut>(
  cut: readonly Text[],
  encode: (beginnings: readonly string[]) => Promise<readonly Pick<EncodedText, 'tokens'>[]>,
): Promise<(text: Text) => boolean> {
  const beginnings = [...new Set(cut.filter(mayFill).map(beginning))].filter((text) => text !== '');
  if (beginnings.length === 0) return () => false;
  const encoded = await encode(beginnings).catch(() => []);
  const tokens = new Map(encoded.map((counted, index) => [beginnings[index], counted.tokens]));
  return (text) => (tokens.get(beginning(text)) ?? 0) >= text.read;
}
