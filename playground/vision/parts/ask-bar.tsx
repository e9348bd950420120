import { CornerDownLeft } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { activeLayer, activeTask } from '../state/active';
import { changeLayer } from '../state/change';
import { cancel, run } from '../state/run';
import { say } from '../state/toast';
import { state, usePlayground } from '../state/store';
import type { Words } from '../model/tasks';
import { Chip } from './chip';
import { offsetOf } from './offset';

/** What is looked for, and the one button. It reads as a sentence: in this picture, these things. */
export function AskBar() {
  const [draft, setDraft] = useState('');
  const layer = usePlayground(({ view }) => activeLayer(view));
  const words = usePlayground(activeTask)?.words ?? null;
  const running = usePlayground((playground) => playground.running !== null);
  const offset = usePlayground(({ view }) => offsetOf(view.layers, view.active));
  const source = usePlayground(({ view }) => view.source);
  const input = useRef<HTMLInputElement>(null);
  // A picture without a question: the next thing to do is to type one.
  useEffect(() => {
    if (words?.optional === false && activeLayer(state().view)?.texts.length === 0) input.current?.focus({ preventScroll: true });
  }, [source]);
  const add = (): boolean => {
    const { texts, change } = withDraft(draft);
    if (!change) return false;
    changeLayer({ texts, hidden: words?.many ? (layer?.hidden ?? []) : [] });
    setDraft('');
    return true;
  };
  const ask = () => {
    add();
    if (words && !words.optional && (activeLayer(state().view)?.texts.length ?? 0) === 0) {
      document.getElementById('add-label')?.focus();
      return say('Say what to look for first, for example: cat');
    }
    void run();
  };
  return (
    <form
      className="ask"
      aria-label="Ask"
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <ul className="chips" aria-label={words?.many ? 'Labels' : 'What is asked for'}>
        {!words && <li className="soft no-words">No labels needed.</li>}
        {layer?.texts.map((text, place) => (
          <Chip key={text} text={text} place={place} color={offset + place} />
        ))}
        {words && (
          <li className="add">
            <input
              ref={input}
              id="add-label"
              value={draft}
              placeholder={placeholderOf(words, layer?.texts.length ?? 0)}
              aria-label={words.many ? 'Add a label' : 'What to look for'}
              autoComplete="off"
              enterKeyHint="go"
              onChange={({ target }) => setDraft(target.value)}
              onKeyDown={(event) => {
                if (event.key === ',' && add()) event.preventDefault();
                if (event.key === 'Backspace' && draft === '' && layer) changeLayer({ texts: layer.texts.slice(0, -1) });
              }}
              onPaste={(event) => {
                const text = event.clipboardData.getData('text');
                if (!/[,\n]/.test(text) || !words.many) return;
                event.preventDefault();
                changeLayer({ texts: withDraft(text).texts });
              }}
            />
          </li>
        )}
      </ul>
      {running ? (
        // A key each: the same element would change its type under the click, and ask again.
        <button key="cancel" type="button" className="btn line" onClick={cancel}>
          Cancel <kbd aria-hidden="true">Esc</kbd>
        </button>
      ) : (
        <button key="ask" type="submit" className="btn main">
          Ask <CornerDownLeft className="hide-phone" aria-hidden="true" />
        </button>
      )}
    </form>
  );
}

function placeholderOf({ many, optional }: Words, texts: number): string {
  if (many) return texts > 0 ? '+ Label' : 'What to look for, e.g. cat, sofa';
  if (texts > 0) return 'Something else';
  return optional ? 'What it is, if you like' : 'What to look for';
}

/** The texts of the active layer with a new one, or several with commas in between; equal ones are asked once. */
function withDraft(draft: string): { texts: readonly string[]; change: boolean } {
  const { view } = state();
  const layer = activeLayer(view);
  const many = activeTask(state())?.words?.many ?? false;
  const before = layer?.texts ?? [];
  const added = (many ? draft.split(/[,\n]/) : [draft]).map((text) => text.trim()).filter((text) => text !== '');
  if (added.length === 0) return { texts: before, change: false };
  return { texts: many ? [...new Set([...before, ...added])] : added.slice(0, 1), change: true };
}
