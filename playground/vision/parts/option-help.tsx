import { useState } from 'react';
import { firstSentence } from '../model/words';

/** What an option does: its first sentence, the rest on demand. */
export function OptionHelp({ id, text }: { id: string; text: string }) {
  const [open, setOpen] = useState(false);
  const first = firstSentence(text);
  return (
    <p className="help" id={id}>
      {open ? text : first}{' '}
      {first.length < text.length && (
        <button type="button" className="reset" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'less' : 'more'}
        </button>
      )}
    </p>
  );
}
