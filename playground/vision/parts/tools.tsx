import { BoxSelect, Columns2, Maximize2, Minimize2, PanelLeft, PanelRight, PenLine, Tag } from 'lucide-react';
import { isThing } from '../draw/box-layer';
import { activeLayer, activeTask } from '../state/active';
import { toggleBox } from '../state/box';
import { changeLook, toggleCompare } from '../state/change';
import { isAlone, toggleAlone, toggleFold } from '../state/folded';
import { run } from '../state/run';
import { usePlayground } from '../state/store';
import { DownloadMenu } from './download-menu';
import { IconButton } from './icon-button';
import { Press } from './press';
import { HeatSlider, ViewSlider } from './view-slider';

/** How the answer is looked at; what can be done with the picture; and which of what stands around it can be folded away. */
export function Tools({ folds }: { folds: { readonly how: boolean; readonly what: boolean } }) {
  const look = usePlayground((playground) => playground.look);
  const readings = usePlayground(({ answered }) => answered?.parts);
  const boxing = usePlayground(({ view, boxing: now }) => now || view.box !== null);
  const comparing = usePlayground(({ view }) => activeLayer(view)?.other != null);
  const folded = usePlayground((playground) => playground.folded);
  const comparable = usePlayground(
    (playground) => (activeTask(playground)?.methods.length ?? 0) > 1 || playground.start!.encoders.length > 1,
  );
  const all = readings?.map(({ reading }) => reading) ?? [];
  const has = {
    masks: all.some(({ findings }) => findings.some(({ mask }) => mask !== null)),
    boxes: all.some(({ findings }) => findings.some(isThing)),
  };
  const alone = isAlone(folded);
  return (
    <div className="tools" role="toolbar" aria-label="View">
      {folds.how && <IconButton icon={PanelLeft} label="Method and options" aria-pressed={!folded.how} onClick={() => toggleFold('how')} />}
      <ViewSlider name="opacity" label="Opacity" />
      <HeatSlider readings={all} />
      {has.boxes && <ViewSlider name="scoreFrom" label="Score from" />}
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
      {folds.what && (
        <>
          <IconButton
            icon={alone ? Minimize2 : Maximize2}
            label={alone ? 'Everything again (F)' : 'The picture alone (F)'}
            onClick={toggleAlone}
          />
          <IconButton icon={PanelRight} label="Answer and query" aria-pressed={!folded.what} onClick={() => toggleFold('what')} />
        </>
      )}
    </div>
  );
}
