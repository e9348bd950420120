import { Drawing } from '../draw/drawing';
import { LOOK } from '../model/view';
import { openSample } from '../state/open-picture';
import type { CardOf } from './cards';
import type { Preview } from './use-previews';

/** A sample under its answer; a click opens it with its question. */
export function Card({ card: { sample, task, texts }, preview }: { card: CardOf; preview: Preview | null }) {
  const shown = preview?.shown;
  return (
    <button type="button" className="card" onClick={() => void openSample(sample.id, task.name)}>
      <span className="card-picture">
        {shown ? (
          <span className="card-frame" style={{ '--w': shown.width, '--h': shown.height, '--mask': 0.5 }}>
            <img src={shown.url} alt="" />
            {preview.reading && (
              <Drawing
                reading={preview.reading}
                look={{ ...LOOK, names: false }}
                hidden={[]}
                hot={null}
                offset={0}
                texts={texts}
                width={shown.width}
                height={shown.height}
                live={false}
              />
            )}
          </span>
        ) : (
          sample.picture && <img className="card-blur" src={sample.picture.dataUri} alt="" />
        )}
      </span>
      <b>{sample.title}</b>
      <span className="soft">
        {task.title}: {texts.slice(0, 4).join(', ')}
      </span>
    </button>
  );
}
