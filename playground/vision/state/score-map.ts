import { changeLook, changeView } from './change';
import { run } from './run';
import { state } from './store';

/** Lays a label's score map over the picture, or takes it away. Maps are asked for at the first use: most people look at masks alone. */
export function toggleMap(place: number): void {
  const { look, view } = state();
  changeLook({ map: look.map === place ? null : place });
  if (view.maps) return;
  changeView({ maps: true });
  void run();
}
