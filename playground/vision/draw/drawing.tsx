import type { Look } from '../model/view';
import { drawnFrom, drawnMap } from '../read/map-share';
import type { Reading } from '../read/reading';
import { BigFigure } from './big-figure';
import { BoxLayer } from './box-layer';
import { HeatLayer } from './heat-layer';
import type { Hot } from './hot';
import { MaskLayer } from './mask-layer';
import { PointLayer } from './point-layer';
import { Tags } from './tags';

interface Props {
  readonly reading: Reading;
  readonly look: Look;
  readonly hidden: readonly number[];
  readonly hot: Hot;
  readonly offset: number;
  readonly texts: readonly string[];
  readonly width: number;
  readonly height: number;
  readonly live: boolean;
}

/** One answer over the picture, by its shapes. */
export function Drawing({ reading, look, hidden, hot, offset, texts, width, height, live }: Props) {
  const frame = { width, height };
  const shared = { ...frame, findings: reading.findings, hidden, hot: live ? hot : null, offset, texts, scoreFrom: look.scoreFrom };
  const chosen = look.map === null ? undefined : reading.findings.find(({ place }) => place === look.map)?.maps[0];
  const map = chosen ?? drawnMap(reading, look);
  return (
    <>
      {map && <HeatLayer key={map.name} map={map} {...frame} opacity={look.opacity} threshold={drawnFrom(map, look)} />}
      {!chosen && <MaskLayer {...shared} outline={look.outline} live={live} />}
      <BoxLayer {...shared} />
      {reading.points && <PointLayer points={reading.points} {...frame} />}
      {look.names && live && !chosen && <Tags {...shared} />}
      <BigFigure reading={reading} texts={texts} />
    </>
  );
}
