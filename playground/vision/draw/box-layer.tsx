import type { Finding } from '../read/reading';
import { colorOf } from './color';
import { hotProps } from './hot';

interface Props {
  readonly findings: readonly Finding[];
  readonly hidden: readonly number[];
  readonly hot: number | null;
  readonly offset: number;
  readonly width: number;
  readonly height: number;
  readonly scoreFrom: number;
}

export const isBox = ({ box, mask, score }: Finding, scoreFrom: number): boolean =>
  box !== null && mask === null && (score ?? 1) >= scoreFrom;

/** Boxes of findings that have no mask. Findings of one name have one colour. */
export function BoxLayer({ findings, hidden, hot, offset, width, height, scoreFrom }: Props) {
  const drawn = findings.filter((finding) => isBox(finding, scoreFrom) && !hidden.includes(finding.place));
  if (drawn.length === 0) return null;
  return (
    <svg
      className={`boxes${drawn.some(({ place }) => place === hot) ? ' is-hot' : ''}`}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {drawn.map(({ place, box, name }) => (
        <g
          key={place}
          className={`seg${place === hot ? ' hot' : ''}`}
          style={{ '--c': colorOf(offset + placeOfName(findings, name)) }}
          {...hotProps(place)}
        >
          <rect className="box-halo" {...box} />
          <rect className="box" {...box} />
        </g>
      ))}
    </svg>
  );
}

/** Which of the names it is, in the order of their first appearance. */
export const placeOfName = (findings: readonly Finding[], name: string): number =>
  [...new Set(findings.map((finding) => finding.name))].indexOf(name);
