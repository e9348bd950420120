import { textsFor } from '../model/texts-for';
import { methodOf } from '../model/tasks';
import { newLayer, NO_SIDE, type Layer, type Look, type Side, type Value, type Values, type View } from '../model/view';
import { activeLayer, activeTask, taskNamed } from './active';
import { set, state } from './store';

export const changeView = (change: Partial<View>): void => set(({ view }) => ({ view: { ...view, ...change }, written: null }));
export const changeLook = (change: Partial<Look>): void => set(({ look }) => ({ look: { ...look, ...change } }));

export function changeLayer(change: Partial<Layer>, place = state().view.active): void {
  changeView({ layers: state().view.layers.map((layer, i) => (i === place ? { ...layer, ...change } : layer)) });
}

export function changeSide(change: Partial<Side>, side = state().editing): void {
  const layer = activeLayer(state().view);
  if (layer)
    changeLayer(side === 'right' && layer.other ? { other: { ...layer.other, ...change } } : { side: { ...layer.side, ...change } });
}

/** Sets an option, or forgets it where it is what would be taken anyway. */
export const withValue = (values: Values, name: string, value: Value | undefined): Values => {
  const { [name]: _, ...rest } = values;
  return value === undefined ? rest : { ...rest, [name]: value };
};

export function toggleLabel(place: number, layerPlace = state().view.active): void {
  const layer = state().view.layers[layerPlace];
  if (!layer) return;
  const hidden = layer.hidden.includes(place)
    ? layer.hidden.filter((one) => one !== place)
    : [...layer.hidden, place].sort((a, b) => a - b);
  set(({ view }) => ({ view: { ...view, layers: view.layers.map((one, i) => (i === layerPlace ? { ...one, hidden } : one)) } }));
}

/** Words that a task is asked with at first: those of the sample where there is one. */
export function suggestedTexts(task: string): readonly string[] {
  const { start, view } = state();
  const words = taskNamed(state(), task)?.words;
  if (!words) return [];
  const sample = start?.samples.find(({ id }) => view.source && 'sample' in view.source && id === view.source.sample);
  const texts = textsFor(words, sample?.labels ?? []);
  return texts.length === 0 && words.fallback !== null ? [words.fallback] : texts;
}

/** Another task in the place of the active layer's; its words are kept where it takes words, too. */
export function chooseTask(task: string): void {
  const { view } = state();
  const words = taskNamed(state(), task)?.words;
  const before = activeLayer(view)?.texts ?? [];
  const texts =
    !words || words.optional
      ? []
      : words.many && before.length > 1
        ? before
        : suggestedTexts(task).length > 0
          ? suggestedTexts(task)
          : words.many
            ? before
            : before.slice(0, 1);
  const layer = newLayer(task, texts);
  set({ editing: 'left' });
  changeView({ layers: view.layers.length > 0 ? view.layers.map((one, i) => (i === view.active ? layer : one)) : [layer], maps: false });
}

export function addLayer(task: string): void {
  const { layers } = state().view;
  changeView({ layers: [...layers, newLayer(task, suggestedTexts(task))], active: layers.length });
}

export function removeLayer(place: number): void {
  const layers = state().view.layers.filter((_, i) => i !== place);
  changeView({ layers, active: Math.min(state().view.active, layers.length - 1) });
}

/** Compares with the next method that can run, else with the next encoder; ends a comparison that is there. */
export function toggleCompare(): void {
  const { view, start } = state();
  const layer = activeLayer(view);
  const task = activeTask(state());
  if (!layer || !task) return;
  if (layer.other) {
    set({ editing: 'left' });
    return changeLayer({ other: null });
  }
  const current = methodOf(task, layer.side);
  const method = task.methods.find((one) => one.available && one !== current);
  const encoder = start?.encoders.find(({ active, name }) => !active && name !== layer.side.encoder);
  changeLayer({
    other: method ? { ...NO_SIDE, method: method.key } : { ...NO_SIDE, method: layer.side.method, encoder: encoder?.name ?? null },
  });
}
