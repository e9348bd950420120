import { leastScore } from '../model/least-score';
import type { Layer } from '../model/view';
import type { Reading } from '../read/reading';
import { usePlayground } from '../state/store';
import { Row } from './row';

interface Props {
  readonly reading: Reading;
  readonly layer: Layer;
  readonly place: number;
  readonly offset: number;
  /** Whether shares are of a box. */
  readonly box: boolean;
}

/** A row for each thing that was found, or looked for in vain. */
export function Rows({ reading, layer, place, offset, box }: Props) {
  const { findings } = reading;
  const least = usePlayground(({ answered }) => {
    const asked = answered?.view.layers[place];
    const task = answered?.parts.find((part) => part.layer === place)?.task;
    return asked && task ? leastScore(task, asked, asked.side) : null;
  });
  const shares = findings.some(({ share }) => share !== null);
  const scores = findings.some(({ score }) => score !== null);
  const nothing = findings.every(({ mask }) => mask !== null && mask.area === 0);
  return (
    <>
      <ul className="rows">
        <li className="cap" aria-hidden="true">
          <span />
          <span />
          <span />
          <span className="l">{scores ? 'score' : ''}</span>
          <span>{shares ? (box ? 'of box' : 'share') : ''}</span>
        </li>
        {findings.map((finding) => (
          <Row key={finding.place} finding={finding} findings={findings} layer={layer} layerPlace={place} offset={offset} least={least} />
        ))}
      </ul>
      {nothing && (
        <p className="soft">
          None of these labels has pixels here. Ask for something else, or lower the minimum presence where the method has one.
        </p>
      )}
    </>
  );
}
