import { activeLayer } from './active';
import { run } from './run';
import { state } from './store';

/** How long nothing must have changed, in milliseconds. */
const PAUSE_MS = 400;

let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Asks by itself what was changed, once that is over: where the encoder has looked at this picture already, so that it costs no pass. Anything else waits
 * until the visitor says so.
 */
export function askSoon(): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (hasPass()) void run();
  }, PAUSE_MS);
}

function hasPass(): boolean {
  const { view, answered, written } = state();
  const layer = activeLayer(view);
  const before = answered && activeLayer(answered.view);
  if (!layer || !before || written !== null || layer.texts.length < Math.min(1, before.texts.length)) return false;
  const key = ({ source, detail, box, zoom }: typeof view) => JSON.stringify([source, detail, zoom ? box : null]);
  const encoders = ({ side, other }: typeof layer) => JSON.stringify([side.encoder, other?.encoder]);
  return key(view) === key(answered.view) && encoders(layer) === encoders(before);
}
