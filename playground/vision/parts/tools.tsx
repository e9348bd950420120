import { BoxSelect, Columns2, PenLine, Tag } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { isThing } from '../draw/box-layer';
import type { Look } from '../model/view';
import { activeLayer, changeLook, toggleCompare } from '../state/change';
import { toggleBox } from '../state/box';
import { run } from '../state/run';
import { usePlayground } from '../state/store';
import { DownloadMenu } from './download-menu';
import { Range } from './range';

/** How the answer is looked at; what can be done with the picture. */
export function Tools() {
  const look = usePlayground((playground) => playground.look);
  const readings = usePlayground(({ answered }) => answered?.parts);
  const boxing = usePlayground(({ view, boxing: now }) => now || view.box !== null);
  const comparing = usePlayground(({ view }) => activeLayer(view)?.other != null);
  const comparable = usePlayground(
    ({ start, view }) =>
      (start!.tasks.find(({ name }) => name === activeLayer(view)?.task)?.methods.length ?? 0) > 1 || start!.encoders.length > 1,
  );
  const all = readings?.map(({ reading }) => reading) ?? [];
  const has = {
    masks: all.some(({ findings }) => findings.some(({ mask }) => mask !== null)),
    boxes: all.some(({ findings }) => findings.some(isThing)),
    maps: all.some(({ maps }) => maps.length > 0) || look.map !== null,
  };
  return (
    <div className="tools" role="toolbar" aria-label="View">
      <ViewSlider name="opacity" label="Opacity" look={look} />
      {has.maps && <ViewSlider name="threshold" label="Heat from" look={look} />}
      {has.boxes && <ViewSlider name="scoreFrom" label="Score from" look={look} />}
      {has.masks && <Press icon={PenLine} label="Outline" on={look.outline} act={() => changeLook({ outline: !look.outline })} wide />}
      {(has.masks || has.boxes) && !comparing && (
        <Press icon={Tag} label="Names" on={look.names} act={() => changeLook({ names: !look.names })} wide />
      )}
      <span className="sep" />
      <Press icon={BoxSelect} label="Region" on={boxing} act={toggleBox} />
      {comparable && (
        <Press
          icon={Columns2}
          label="Compare"
          on={comparing}
          act={() => {
            toggleCompare();
            void run();
          }}
        />
      )}
      <span className="push" />
      <DownloadMenu />
    </div>
  );
}

function ViewSlider({ name, label, look }: { name: 'opacity' | 'threshold' | 'scoreFrom'; label: string; look: Look }) {
  return (
    <label>
      {label}
      <Range min={0} max={1} step={0.01} value={look[name]} onChange={({ target }) => changeLook({ [name]: Number(target.value) })} />
      <output className="num soft">{Math.round(look[name] * 100)}</output>
    </label>
  );
}

function Press({
  icon: Icon,
  label,
  on,
  act,
  wide = false,
}: {
  icon: LucideIcon;
  label: string;
  on: boolean;
  act: () => void;
  wide?: boolean;
}) {
  return (
    <button type="button" className={`btn${wide ? ' wide' : ''}`} aria-pressed={on} aria-label={label} onClick={act}>
      <Icon aria-hidden="true" />
      <span>{label}</span>
    </button>
  );
}
