import { X } from 'lucide-react';
import { useState } from 'react';
import { colorOf } from '../draw/color';
import { hotProps } from '../draw/hot';
import { activeLayer, changeLayer } from '../state/change';
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
  const hot = usePlayground((playground) => playground.hot === place);
  const bad = usePlayground(({ problem }) => problem?.field === `labels[${place}]`);
  const found = usePlayground(({ answered, view }) => {
    const part = answered?.parts.find(({ layer, side }) => layer === view.active && side === 'left');
    const finding = part?.reading.findings.find(({ name }) => name === text);
    return !finding || (finding.mask ? finding.mask.area > 0 : true);
  });
  const texts = (): readonly string[] => activeLayer(state().view)?.texts ?? [];
  const remove = () => changeLayer({ texts: texts().filter((one) => one !== text), hidden: [] });
  const rename = (name: string) => {
    setEditing(false);
    const trimmed = name.trim();
    if (trimmed === '' || trimmed === text) return;
    changeLayer({ texts: [...new Set(texts().map((one) => (one === text ? trimmed : one)))] });
  };
  return (
    <li
      className={`chip${hot ? ' hot' : ''}${found ? '' : ' none'}${bad ? ' bad' : ''}`}
      style={{ '--c': colorOf(color) }}
      {...hotProps(place)}
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
