import { usePlayground } from '../state/store';
import { Drawing } from '../draw/drawing';
import { Divider } from './divider';
import { offsetOf } from './offset';

/** Every answer over the picture: layers one upon the other, two sides of a comparison beside each other. */
export function Layers() {
  const { answered, shown, look, view, hot } = usePlayground();
  if (!answered || !shown) return null;
  const sides = answered.parts.some(({ side }) => side === 'right');
  return (
    <>
      {answered.parts.map((part) => {
        const asked = answered.view.layers[part.layer];
        const now = view.layers[part.layer];
        if (!asked || now?.shown === false) return null;
        const isActive = part.layer === view.active;
        const clip = !asked.other
          ? undefined
          : part.side === 'left'
            ? `inset(0 ${100 - look.divider}% 0 0)`
            : `inset(0 0 0 ${look.divider}%)`;
        return (
          <div key={`${part.layer}${part.side}`} className="layer" data-layer={part.layer} data-side={part.side} style={{ clipPath: clip }}>
            <Drawing
              reading={part.reading}
              look={isActive ? look : { ...look, map: null }}
              hidden={now?.hidden ?? []}
              hot={isActive ? hot : null}
              offset={offsetOf(answered.view.layers, part.layer)}
              texts={asked.texts}
              width={shown.width}
              height={shown.height}
              live={!asked.other}
            />
          </div>
        );
      })}
      {sides && <Divider />}
    </>
  );
}
