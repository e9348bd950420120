import { percent } from '../model/format';
import type { Finding } from '../read/reading';
import { colorOf } from './color';
import { hotProps } from './hot';

interface Props {
  readonly findings: readonly Finding[];
  readonly hidden: readonly number[];
  readonly hot: number | null;
  /** Place of the first label among those of all layers. */
  readonly offset: number;
  readonly width: number;
  readonly height: number;
  readonly outline: boolean;
  /** Whether the pointer on a mask singles it out. */
  readonly live: boolean;
}

/** Masks in pixels of the original: filled, with an outline on a dark halo that is seen on any ground. */
export function MaskLayer({ findings, hidden, hot, offset, width, height, outline, live }: Props) {
  const drawn = findings.filter(({ mask, place }) => mask !== null && mask.outline !== '' && !hidden.includes(place));
  const isHot = drawn.some(({ place }) => place === hot);
  // The one under the pointer comes last, so that its outline is whole.
  const ordered = isHot ? [...drawn.filter(({ place }) => place !== hot), ...drawn.filter(({ place }) => place === hot)] : drawn;
  return (
    <svg
      className={`masks${isHot ? ' is-hot' : ''}${outline ? '' : ' no-edge'}`}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {ordered.map(({ place, name, share, mask }) => (
        <g
          key={place}
          className={`seg${place === hot ? ' hot' : ''}`}
          data-place={place}
          style={{ '--c': colorOf(offset + place) }}
          {...(live && hotProps(place))}
        >
          <path className="fill" d={mask!.outline}>
            {live && <title>{share === null ? name : `${name}, ${percent(share)} of the picture`}</title>}
          </path>
          <path className="halo" d={mask!.outline} />
          <path className="edge" d={mask!.outline} />
        </g>
      ))}
    </svg>
  );
}
