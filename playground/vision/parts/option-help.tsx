import { useState } from 'react';
import { firstSentence } from '../model/words';

const MOST = 120;

/** A long sentence up to where a word ends. */
const shortened = (sentence: string): string =>
  sentence.length <= MOST ? sentence : `${sentence.slice(0, MOST).replace(/[\s,;:(]+\S*$/, '')} …`;

/** What an option does: its first sentence, the rest on demand. */
export function OptionHelp({ id, text }: { id: string; text: string }) {
  const [open, setOpen] = useState(false);
  const first = shortened(firstSentence(text));
  return (
    <p className="help" id={id}>
      {open ? text : first}{' '}
      {first !== text && (
        <button type="button" className="reset" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'less' : 'more'}
        </button>
      )}
    </p>
  );
}
