import type { Finding } from '../read/reading';
import { colorOf, placeOfName } from './color';
import { hotProps, isHot, pick, type Hot } from './hot';

/** What draws findings on the picture is given. */
export interface FindingsProps {
  readonly findings: readonly Finding[];
  readonly hidden: readonly number[];
  readonly hot: Hot;
  readonly offset: number;
  readonly texts: readonly string[];
  readonly width: number;
  readonly height: number;
  readonly scoreFrom: number;
}

/** Whether a finding is a thing among others of its name, rather than a label with its share of the picture. */
export const isThing = ({ box, mask, share }: Finding): boolean => box !== null && (mask === null || share === null);

export const isBox = (finding: Finding, scoreFrom: number): boolean => isThing(finding) && (finding.score ?? 1) >= scoreFrom;

/** Boxes of things. Those of one name have one colour. */
export function BoxLayer({ findings, hidden, hot, offset, texts, width, height, scoreFrom }: FindingsProps) {
  const drawn = findings.filter((finding) => isBox(finding, scoreFrom) && !hidden.includes(finding.place));
  if (drawn.length === 0) return null;
  return (
    <svg
      className={`boxes${drawn.some((finding) => isHot(hot, finding)) ? ' is-hot' : ''}`}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {drawn.map(({ place, box, name }) => (
        <g
          key={place}
          className={`seg${isHot(hot, { place, name }) ? ' hot' : ''}`}
          style={{ '--c': colorOf(offset + placeOfName(name, texts, findings)) }}
          {...hotProps(place)}
          onClick={() => pick(place)}
        >
          <rect className="box-halo" {...box} />
          <rect className="box" {...box} />
        </g>
      ))}
    </svg>
  );
}
