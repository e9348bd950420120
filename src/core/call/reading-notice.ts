import type { Reading } from '../text/reading/read-labels.js';
import { fieldOf } from './cut-notice.js';
import type { Said } from './notices.js';

/** A label that was translated, or could not be. @param pack whose words read it */
export function readingNotice({ label, text, from }: Reading, question: object, pack: string): Said {
  const field = fieldOf(question, label);
  if (from !== null)
    return {
      code: 'LABEL_TRANSLATED',
      message: `The encoder ${pack} reads ${JSON.stringify(label)} (${from}) as ${JSON.stringify(text)}.`,
      field,
    };
  const read = text === label ? 'as it is written' : `as ${JSON.stringify(text)}`;
  return {
    code: 'LABEL_FOREIGN',
    message: `The words of the encoder ${pack} do not have ${JSON.stringify(label)}, which may be of another language than it was made for; it is read ${read}.`,
    field,
  };
}
