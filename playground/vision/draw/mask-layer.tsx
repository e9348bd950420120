import { percent } from '../model/format';
import type { Finding } from '../read/reading';
import { isBox, isThing } from './box-layer';
import { colorOf, placeOfName } from './color';
import { hotProps, isHot, pick, type Hot } from './hot';

interface Props {
  readonly findings: readonly Finding[];
  readonly hidden: readonly number[];
  readonly hot: Hot;
  /** Place of the first label among those of all layers. */
  readonly offset: number;
  readonly texts: readonly string[];
  /** Things below this score are not drawn. */
  readonly scoreFrom: number;
  readonly width: number;
  readonly height: number;
  readonly outline: boolean;
  /** Whether the pointer on a mask singles it out. */
  readonly live: boolean;
}

/** Masks in pixels of the original: filled, with an outline on a dark halo that is seen on any ground. */
export function MaskLayer({ findings, hidden, hot, offset, texts, scoreFrom, width, height, outline, live }: Props) {
  const drawn = findings.filter((finding) => {
    const { mask, place } = finding;
    return mask !== null && mask.outline !== '' && !hidden.includes(place) && (!isThing(finding) || isBox(finding, scoreFrom));
  });
  const isOne = (finding: Finding): boolean => isHot(hot, finding);
  const someHot = drawn.some(isOne);
  // The one under the pointer comes last, so that its outline is whole.
  const ordered = someHot ? [...drawn.filter((finding) => !isOne(finding)), ...drawn.filter(isOne)] : drawn;
  return (
    <svg
      className={`masks${someHot ? ' is-hot' : ''}${outline ? '' : ' no-edge'}`}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {ordered.map(({ place, name, share, mask }) => (
        <g
          key={place}
          className={`seg${isHot(hot, { place, name }) ? ' hot' : ''}`}
          data-place={place}
          style={{ '--c': colorOf(offset + placeOfName(name, texts, findings)) }}
          {...(live && { ...hotProps(place), onClick: () => pick(place) })}
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
