import { Thermometer } from 'lucide-react';
import { colorOf, isDark, placeOfName } from '../draw/color';
import { hotProps, isHot } from '../draw/hot';
import { percent } from '../model/format';
import type { Layer } from '../model/view';
import type { Finding } from '../read/reading';
import { toggleLabel } from '../state/change';
import { toggleMap } from '../state/score-map';
import { usePlayground } from '../state/store';
import { CutOut } from './cut-out';
import { IconButton } from './icon-button';

interface Props {
  readonly finding: Finding;
  readonly findings: readonly Finding[];
  readonly layer: Layer;
  readonly layerPlace: number;
  readonly offset: number;
  /** The score from which on a label counts as there, where it is known. */
  readonly least: number | null;
}

/** A label: whether it is shown, what of the picture it is, how sure the method is, and how much of the picture it has. */
export function Row({ finding, findings, layer, layerPlace, offset, least }: Props) {
  const { place, name, score, share, mask, box } = finding;
  const hot = usePlayground((playground) => isHot(playground.hot, finding) && playground.view.active === layerPlace);
  const mapped = usePlayground(({ look, view }) => look.map === place && view.active === layerPlace);
  const isActive = usePlayground(({ view }) => view.active === layerPlace);
  const drawn = mask ? mask.area > 0 : box !== null;
  const shown = drawn && !layer.hidden.includes(place);
  const color = offset + placeOfName(name, layer.texts, findings);
  return (
    <li className={`row${hot ? ' hot' : ''}${drawn || !mask ? '' : ' absent'}`} style={{ '--c': colorOf(color) }} {...hotProps(place)}>
      {drawn || mask ? (
        <input
          type="checkbox"
          className={`tick${isDark(color) ? ' light' : ''}`}
          checked={shown}
          disabled={!drawn}
          aria-label={`Show ${name}`}
          onChange={() => toggleLabel(place, layerPlace)}
        />
      ) : (
        <i className="sw" />
      )}
      <span className="th">{mask && drawn && <CutOut mask={mask} />}</span>
      <span className="name">
        <span>{name}</span>
        {place < 9 && drawn && isActive && (
          <kbd className="hide-phone" aria-hidden="true">
            {place + 1}
          </kbd>
        )}
        {isActive && mask && (
          <IconButton
            className={`sm map${mapped ? ' on' : ''}`}
            icon={Thermometer}
            label={`${mapped ? 'Hide' : 'Show'} the score map of ${name}`}
            aria-pressed={mapped}
            onClick={() => toggleMap(place)}
          />
        )}
      </span>
      <span>
        {score !== null && (
          <>
            <span className="num xs">{score.toFixed(2)}</span>
            <span className="meter" aria-hidden="true">
              <i style={{ width: `${Math.min(1, Math.max(0, score)) * 100}%` }} />
              {least !== null && <b style={{ left: `${least * 100}%` }} />}
            </span>
          </>
        )}
      </span>
      <span className={`val${drawn ? '' : ' soft'}${share === null ? ' xs' : ''}`} title={drawn ? undefined : whyNothing(score, least)}>
        {share !== null ? shareText(share, drawn, score, least) : box && `${Math.round(box.width)}×${Math.round(box.height)}`}
      </span>
    </li>
  );
}

/** How much of the picture a label has, or why it has nothing. Where nobody says which score counts, neither does the page. */
function shareText(share: number, drawn: boolean, score: number | null, least: number | null): string {
  if (drawn) return percent(share);
  if (score === null || least === null) return 'none';
  return score < least ? 'absent' : '0 %';
}

function whyNothing(score: number | null, least: number | null): string | undefined {
  if (score === null || least === null) return undefined;
  return score < least
    ? `Its score is below ${least}: the method takes it for absent, and it competed for no pixel.`
    : 'It competed, and won no pixel.';
}
