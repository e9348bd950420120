import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';

const GAP = '  ';
/** A column is not made narrower than this. */
const LEAST = 8;

/** How many columns there are to show a table in. */
function columnsShown(): number {
  const said = Number(process.env['COLUMNS']);
  return process.stdout.columns ?? (Number.isInteger(said) && said > 0 ? said : Infinity);
}

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
 * Columns padded to their widest cell, for people. In a terminal, or where COLUMNS says how wide it is, cells are cut until a row fits its width;
 * whoever else reads a file or a pipe gets every cell whole.
 * @param cut columns that may be cut, in this order; what people type again, such as names, is none
 * @param position where they are cut: of paths below one folder, the ends tell them apart
 */
export function table(
  rows: readonly (readonly string[])[],
  cut: readonly number[],
  { available = columnsShown(), position = 'middle' }: { readonly available?: number; readonly position?: 'start' | 'middle' } = {},
): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widest = Array.from({ length: columns }, (_, column) => Math.max(...rows.map((row) => stringWidth(row[column] ?? ''))));
  const widths = fit(widest, available, cut);
  const cell = (text: string, width: number): string => {
    const shown = stringWidth(text) > width ? cliTruncate(text, width, { position }) : text;
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
