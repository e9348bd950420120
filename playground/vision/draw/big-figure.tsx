import { figureText } from '../model/format';
import type { Reading } from '../read/reading';

/** The number that an answer is about, where it is a number: on the picture, large. */
export function BigFigure({ reading, texts }: { reading: Reading; texts: readonly string[] }) {
  // Without a question in words, a number does not say what it counts.
  const figure = texts.length > 0 ? mainFigure(reading) : undefined;
  if (!figure) return null;
  const unsure = reading.figures.find(({ name, value }) => name === 'uncertainty' && typeof value === 'number');
  return (
    <div className="fig">
      <b className="num">{figureText(figure.value)}</b>
      <span>{[texts.join(', '), unsure && `give or take ${figureText(unsure.value)}`].filter(Boolean).join(', ')}</span>
    </div>
  );
}

/** The first number of an answer that lists nothing. */
export const mainFigure = ({ findings, figures }: Reading) =>
  findings.length > 0 ? undefined : figures.find(({ value }) => typeof value === 'number');
