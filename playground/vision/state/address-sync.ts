import { fromAddress } from './from-address';
import { openSample, showPicture } from './open-picture';
import { addressNow } from './push-address';
import { asProblem, run } from './run';
import { set, state, usePlayground } from './store';

/** Shows what the address says, and asks it. */
export async function followAddress(): Promise<void> {
  const { start } = state();
  if (!start) return;
  const { view, look } = fromAddress(location.search, start);
  set({ view, look, answered: null, problem: null, shown: null, written: null, editing: 'left' });
  if (!view.source) return;
  if (view.layers.length === 0) {
    if ('sample' in view.source) return openSample(view.source.sample);
    return;
  }
  const [picture] = await Promise.allSettled([showPicture(view.source), run()]);
  if (picture.status === 'rejected') set({ problem: asProblem(picture.reason) });
}

/** Keeps the address as the page is, so that a link shows what one sees. */
export function keepAddress(): () => void {
  const follow = (): void => void followAddress();
  window.addEventListener('popstate', follow);
  const stop = usePlayground.subscribe(({ view, look, start }, before) => {
    if (!start || (view === before.view && look === before.look)) return;
    if (view.source) history.replaceState(null, '', addressNow());
  });
  return () => {
    window.removeEventListener('popstate', follow);
    stop();
  };
}
