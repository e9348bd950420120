import type { Box } from '../model/view';
import { changeView } from './change';
import { run } from './run';
import { set, state } from './store';

/** Begins a box in the middle of the picture, for those without a mouse, or takes the one that is there away. */
export function toggleBox(): void {
  const { view, boxing, shown } = state();
  if (view.box || boxing) return removeBox();
  if (!shown) return;
  set({ boxing: true });
  setBox({ x: shown.width / 3, y: shown.height / 3, width: shown.width / 3, height: shown.height / 3 });
}

export function removeBox(): void {
  const asked = state().answered?.view.box != null;
  set({ boxing: false });
  changeView({ box: null, zoom: false });
  if (asked) void run();
}

/** Within the picture, in whole pixels, at least a few of them. */
export function setBox(box: Box): void {
  const { shown } = state();
  if (!shown) return;
  const width = Math.round(Math.min(Math.max(box.width, 8), shown.width));
  const height = Math.round(Math.min(Math.max(box.height, 8), shown.height));
  const x = Math.round(Math.min(Math.max(box.x, 0), shown.width - width));
  const y = Math.round(Math.min(Math.max(box.y, 0), shown.height - height));
  changeView({ box: { x, y, width, height } });
}
