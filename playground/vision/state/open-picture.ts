import { sendWhole } from '../ask/send';
import { upload } from '../ask/upload';
import { newLayer, type Layer, type Source } from '../model/view';
import pictureQuery from '../queries/picture.graphql?raw';
import type { PictureQuery } from '../queries.generated';
import { activeLayer, taskNamed } from './active';
import { changeView, suggestedTexts } from './change';
import { pushAddress } from './push-address';
import { asProblem, run } from './run';
import { set, state } from './store';

/** Brings a picture onto the page. The question about the last one is gone, but for its task. */
export async function showPicture(source: Source): Promise<void> {
  const { image } = await sendWhole<PictureQuery>(pictureQuery, { source });
  // Another one may have been opened meanwhile.
  if (!image?.picture || JSON.stringify(state().view.source) !== JSON.stringify(source)) return;
  const sample = state().start?.samples.find(({ id }) => 'sample' in source && id === source.sample);
  const title = sample?.title ?? 'Your picture';
  set({ shown: { url: image.picture.dataUri, width: image.width, height: image.height, title } });
}

/** A sample with the labels that suit it, asked at once. */
export async function openSample(id: string, task?: string): Promise<void> {
  const { start, view } = state();
  const sample = start?.samples.find((one) => one.id === id);
  const fitting = taskNamed(state(), task ?? activeLayer(view)?.task) ?? start?.tasks[0];
  if (!sample || !fitting) return;
  set({ answered: null, problem: null, boxing: false, file: null, shown: null });
  changeView({ source: { sample: id }, box: null, zoom: false, active: 0, layers: [] });
  changeView({ layers: [newLayer(fitting.name, suggestedTexts(fitting.name))] });
  pushAddress();
  // The picture and its answer come side by side.
  const [picture] = await Promise.allSettled([showPicture({ sample: id }), run()]);
  if (picture.status === 'rejected') set({ problem: asProblem(picture.reason) });
}

/** A picture of the visitor's own: sent to this server, then asked with the labels that are there. Who types faster than that is not held up. */
export async function openFile(file: Blob): Promise<void> {
  state().running?.cancel();
  const mine = { stage: 'Sending the picture', since: performance.now(), cancel: () => undefined };
  set({ file, problem: null, boxing: false, answered: null, shown: null, running: mine });
  try {
    const source = { upload: await upload(file) };
    const { start, view } = state();
    // Another picture was opened meanwhile.
    if (state().file !== file) return;
    const layers = view.layers.length > 0 ? view.layers : start?.tasks[0] ? [newLayer(start.tasks[0].name)] : [];
    changeView({ source, box: null, zoom: false, layers: layers.map((layer) => ({ ...layer, hidden: [] })) });
    pushAddress();
    await showPicture(source);
    if (state().running !== mine) return;
    set({ running: null });
    if (state().view.layers.some(isAsked)) await run();
  } catch (error) {
    if (state().file === file) set({ problem: asProblem(error), ...(state().running === mine && { running: null }) });
  }
}

/** The same picture, sent once more: uploads are kept for a while only. */
export async function uploadAgain(): Promise<void> {
  const { file } = state();
  if (file) await openFile(file);
}

/** Whether a layer's question can be asked as it stands. */
const isAsked = ({ task, texts }: Layer): boolean => texts.length > 0 || (taskNamed(state(), task)?.words?.optional ?? true);
