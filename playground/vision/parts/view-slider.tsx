import { figureText } from '../model/format';
import { drawnFrom, drawnMap, valueAt } from '../read/map-share';
import type { Reading } from '../read/reading';
import { changeLook } from '../state/change';
import { usePlayground } from '../state/store';
import { Range } from './range';

interface Props {
  readonly label: string;
  /** 0 to 1. */
  readonly value: number;
  /** The value as people read it. */
  readonly shown: string;
  readonly change: (value: number) => void;
}

function Slider({ label, value, shown, change }: Props) {
  return (
    <label>
      {label}
      <Range
        min={0}
        max={1}
        step={0.01}
        value={Math.min(1, value)}
        aria-valuetext={shown}
        onChange={({ target }) => change(Number(target.value))}
      />
      <output className="num soft">{shown}</output>
    </label>
  );
}

/** Of how the answer is looked at: acts at once. */
export function ViewSlider({ name, label }: { name: 'opacity' | 'scoreFrom'; label: string }) {
  const value = usePlayground(({ look }) => look[name]);
  const shown = name === 'opacity' ? String(Math.round(value * 100)) : value.toFixed(2);
  return <Slider label={label} value={value} shown={shown} change={(to) => changeLook({ [name]: to })} />;
}

/** From which value on a map is drawn, in the map's own unit. */
export function HeatSlider({ readings }: { readings: readonly Reading[] }) {
  const look = usePlayground((playground) => playground.look);
  const chosen = readings.flatMap(({ findings }) => findings).find(({ place }) => place === look.map)?.maps[0];
  const map = chosen ?? readings.map((reading) => drawnMap(reading, look)).find((one) => one !== undefined);
  if (!map) return null;
  const from = drawnFrom(map, look);
  return (
    <Slider
      label={map.threshold === null ? 'Heat from' : 'Threshold'}
      value={from}
      shown={figureText(valueAt(map, from))}
      change={(threshold) => changeLook({ threshold })}
    />
  );
}
