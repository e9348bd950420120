import { isThing } from '../draw/box-layer';
import { colorOf } from '../draw/color';
import { hotProps } from '../draw/hot';
import { figureText, percent } from '../model/format';
import { sideTitle } from '../model/side-title';
import { wordsOf } from '../model/words';
import type { Finding } from '../read/reading';
import { usePlayground, type Part } from '../state/store';

/** Two answers to one question, line by line, and what changes from the left to the right. */
export function CompareRows({ left, right, offset }: { left: Part; right: Part; offset: number }) {
  const layer = usePlayground(({ answered }) => answered?.view.layers[left.layer]);
  if (!layer?.other) return null;
  const heads = [sideTitle(layer.side, left.task, layer.other), sideTitle(layer.other, left.task, layer.side)];
  const lines = left.reading.findings.length > 0 ? findingLines(left, right) : figureLines(left, right);
  return (
    <table className="compare-rows">
      <thead>
        <tr>
          <th scope="col">
            <span className="vh">What</span>
          </th>
          {heads.map((head, place) => (
            <th key={place} scope="col">
              {head}
            </th>
          ))}
          <th scope="col">change</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ name, place, texts, change }) => (
          <tr key={name} {...(place !== null && hotProps(name))}>
            <th scope="row">
              {place !== null && (
                <i className={texts.every((text) => text === '–') ? 'sw hollow' : 'sw'} style={{ '--c': colorOf(offset + place) }} />
              )}
              {name}
            </th>
            {texts.map((text, side) => (
              <td key={side} className="num">
                {text}
              </td>
            ))}
            <td className="num soft">
              {change === null ? '' : Math.abs(change) < 0.05 ? '0' : `${change > 0 ? '+' : '−'}${Math.abs(change).toFixed(1)}`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface Line {
  readonly name: string;
  readonly place: number | null;
  readonly texts: readonly string[];
  readonly change: number | null;
}

/** A line for each name: its share or score, or how many there are of it. */
function findingLines(left: Part, right: Part): Line[] {
  const [before, after] = [left.reading.findings, right.reading.findings];
  const things = [...before, ...after].some(isThing);
  return [...new Set([...before, ...after].map(({ name }) => name))].map((name, place) => {
    const [one, other] = [before, after].map((findings) => findings.filter((finding) => finding.name === name));
    const sizes = [one!, other!].map((found) => (things ? found.length : found[0] ? sizeOf(found[0]) : null));
    const text = (value: number | null) => (value === null || value === 0 ? '–' : things ? String(value) : percent(value));
    const change = sizes[0] === null || sizes[1] === null ? null : (sizes[1]! - sizes[0]!) * (things ? 1 : 100);
    return { name, place, texts: sizes.map(text), change };
  });
}

const sizeOf = ({ share, score }: Finding): number | null => share ?? score;

function figureLines(left: Part, right: Part): Line[] {
  return left.reading.figures.map(({ name, value }) => {
    const other = right.reading.figures.find((figure) => figure.name === name)?.value;
    const change = typeof value === 'number' && typeof other === 'number' ? other - value : null;
    return { name: wordsOf(name), place: null, texts: [figureText(value), other === undefined ? '–' : figureText(other)], change };
  });
}
