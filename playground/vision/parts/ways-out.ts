import type { Problem } from '../ask/problem';
import { smaller } from '../state/smaller';
import type { Side } from '../model/view';
import { wordsOf } from '../model/words';
import { activeLayer } from '../state/active';
import { changeLayer, changeSide, changeView, withValue } from '../state/change';
import { openFile, openSample, uploadAgain } from '../state/open-picture';
import { run } from '../state/run';
import { set, state, usePlayground } from '../state/store';

interface WayOut {
  readonly label: string;
  readonly act: () => void;
}

const then = (change: () => void) => () => {
  change();
  void run();
};

/** What helps against a problem, the likeliest first. */
export function useWaysOut({ code, field }: Problem): readonly WayOut[] {
  const file = usePlayground((playground) => playground.file);
  const view = usePlayground((playground) => playground.view);
  const sample = usePlayground(({ start }) => start?.samples[0]?.id);
  const layer = activeLayer(view);
  const changed = Object.keys(layer?.side.options ?? {}).length > 0 || layer?.side.method != null;
  const ways: (WayOut | false | undefined)[] = [];
  const option = Object.keys({ ...layer?.other?.options, ...layer?.side.options }).find((name) => field?.split('.').at(-1) === name);
  const place = /^labels\[(\d+)\]$/.exec(field ?? '')?.[1];
  switch (code) {
    case 'PLUGIN_UNAVAILABLE':
      ways.push(option !== undefined && { label: `Reset ${wordsOf(option)}`, act: then(() => resetOption(option)) });
      ways.push(changed && { label: 'Use the method’s defaults', act: then(() => changeSide({ method: null, options: {} }, 'left')) });
      ways.push({ label: 'See what is missing', act: () => (location.hash = 'methods') });
      break;
    case 'BAD_INPUT':
      ways.push(
        place !== undefined && {
          label: 'Remove this label',
          act: then(() => changeLayer({ texts: (layer?.texts ?? []).filter((_, i) => i !== Number(place)), hidden: [] })),
        },
      );
      ways.push(field !== null && place === undefined && { label: 'Go to the field', act: () => goToField(field) });
      ways.push(view.box !== null && { label: 'Ask the whole picture', act: then(() => changeView({ box: null, zoom: false })) });
      break;
    case 'UPLOAD_NOT_FOUND':
      ways.push(file !== null && { label: 'Upload it again', act: () => void uploadAgain() });
      ways.push(file === null && { label: 'Open a picture', act: () => document.querySelector<HTMLElement>('[data-open]')?.click() });
      break;
    case 'UNKNOWN_SAMPLE':
      ways.push(sample !== undefined && { label: 'Open another sample', act: () => void openSample(sample) });
      break;
    case 'IMAGE_TOO_LARGE':
      ways.push(file !== null && { label: 'Make it smaller and ask again', act: () => void smaller(file).then(openFile) });
      break;
    case 'DEADLINE_EXCEEDED':
      ways.push(view.detail !== 'LOW' && { label: 'Ask with less detail', act: then(() => changeView({ detail: 'LOW' })) });
      break;
    case 'LIMIT_EXCEEDED':
      ways.push(changed && { label: 'Use the method’s defaults', act: then(() => changeSide({ options: {} }, 'left')) });
      break;
  }
  return ways.filter((way): way is WayOut => Boolean(way));
}

/** Back to the default, on whichever side it was changed. */
function resetOption(name: string): void {
  const layer = activeLayer(state().view);
  if (!layer) return;
  const without = (side: Side): Side => ({ ...side, options: withValue(side.options, name, undefined) });
  changeLayer({ side: without(layer.side), other: layer.other && without(layer.other) });
}

/** Shows the field of the form that a message names, e.g. `by.maskclip.threshold`. */
function goToField(field: string): void {
  const name = field.split('.').at(-1)?.replace(/\[.*$/, '') ?? '';
  set({ problem: null });
  const element = document.getElementById(`option-${name}`) ?? document.getElementById('add-label');
  element?.closest('details')?.setAttribute('open', '');
  element?.scrollIntoView({ block: 'center' });
  element?.focus();
}
