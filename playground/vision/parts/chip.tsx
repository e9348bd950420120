import { X } from 'lucide-react';
import { useState } from 'react';
import { colorOf } from '../draw/color';
import { hotProps, isHot } from '../draw/hot';
import { activeLayer } from '../state/active';
import { askSoon } from '../state/ask-soon';
import { changeLayer } from '../state/change';
import { state, usePlayground } from '../state/store';

interface Props {
  readonly text: string;
  readonly place: number;
  /** Place of its colour. */
  readonly color: number;
}

/** A label. A click on its name edits it; its swatch is hollow where the last answer found nothing. */
export function Chip({ text, place, color }: Props) {
  const [editing, setEditing] = useState(false);
  const found = usePlayground(({ answered, view }) => {
    const part = answered?.parts.find(({ layer, side }) => layer === view.active && side === 'left');
    return part?.reading.findings.find(({ name }) => name === text);
  });
  const isNew = usePlayground(({ answered, view }) => answered?.view.layers[view.active]?.texts.includes(text) === false);
  const hot = usePlayground((playground) => playground.hot === text || (found !== undefined && isHot(playground.hot, found)));
  const bad = usePlayground(({ problem }) => problem?.field === `labels[${place}]`);
  const texts = (): readonly string[] => activeLayer(state().view)?.texts ?? [];
  const remove = () => {
    changeLayer({ texts: texts().filter((one) => one !== text), hidden: [] });
    askSoon();
  };
  const rename = (name: string) => {
    setEditing(false);
    const trimmed = name.trim();
    if (trimmed === '' || trimmed === text) return;
    changeLayer({ texts: [...new Set(texts().map((one) => (one === text ? trimmed : one)))] });
    askSoon();
  };
  return (
    <li
      className={`chip${hot ? ' hot' : ''}${found?.mask?.area === 0 ? ' none' : ''}${isNew ? ' new' : ''}${bad ? ' bad' : ''}`}
      style={{ '--c': colorOf(color) }}
      {...hotProps(text)}
    >
      <i className="sw" aria-hidden="true" />
      {editing ? (
        <input
          className="chip-edit"
          defaultValue={text}
          aria-label={`Change ${text}`}
          autoFocus
          size={Math.max(4, text.length)}
          onBlur={({ target }) => rename(target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') {
              event.preventDefault();
              rename(event.currentTarget.value);
            }
            if (event.key === 'Escape') {
              event.stopPropagation();
              setEditing(false);
            }
          }}
        />
      ) : (
        <button type="button" className="chip-name" title="Change this label" onClick={() => setEditing(true)}>
          {text}
        </button>
      )}
      <button type="button" className="x" aria-label={`Remove ${text}`} onClick={remove}>
        <X aria-hidden="true" />
      </button>
    </li>
  );
}
