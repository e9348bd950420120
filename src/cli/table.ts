import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';

const GAP = '  ';
/** A column is not made narrower than this. */
const LEAST = 8;

/** Takes from the columns that may be cut, the first of them first, until all fit; as they are where they cannot. */
function fit(widths: readonly number[], available: number, cut: readonly number[]): number[] {
  const fitted = [...widths];
  let over = fitted.reduce((sum, width) => sum + width, GAP.length * (fitted.length - 1)) - available;
  for (const column of cut) {
    const less = Math.min(Math.max(0, over), Math.max(0, (fitted[column] ?? 0) - LEAST));
    fitted[column]! -= less;
    over -= less;
  }
  return fitted;
}

/**
 * Columns padded to their widest cell, for people. In a terminal, cells are cut in their middle until a row fits its width; whoever reads
 * a file or a pipe gets every cell whole.
 * @param cut columns that may be cut, in this order; what people type again, such as names, is none
 */
export function table(
  rows: readonly (readonly string[])[],
  cut: readonly number[],
  available = process.stdout.columns ?? Infinity,
): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widest = Array.from({ length: columns }, (_, column) => Math.max(...rows.map((row) => stringWidth(row[column] ?? ''))));
  const widths = fit(widest, available, cut);
  const cell = (text: string, width: number): string => {
    const shown = stringWidth(text) > width ? cliTruncate(text, width, { position: 'middle' }) : text;
    return shown + ' '.repeat(width - stringWidth(shown));
  };
  return rows
    .map((row) =>
      row
        .map((text, column) => cell(text, widths[column] ?? 0))
        .join(GAP)
        .trimEnd(),
    )
    .join('\n');
}
