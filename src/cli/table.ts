import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';

const GAP = '  ';
/** A column is not made narrower than this. */
const LEAST = 8;

/** Takes from the widest column until all fit; as they are where they cannot. */
function fit(widths: readonly number[], available: number): number[] {
  const fitted = [...widths];
  let over = fitted.reduce((sum, width) => sum + width, GAP.length * (fitted.length - 1)) - available;
  while (over > 0) {
    const widest = fitted.indexOf(Math.max(...fitted));
    const next = Math.max(...fitted.filter((_, column) => column !== widest), LEAST);
    const less = Math.min(over, Math.max(1, fitted[widest]! - next));
    if (fitted[widest]! - less < LEAST) break;
    fitted[widest]! -= less;
    over -= less;
  }
  return fitted;
}

/**
 * Columns padded to their widest cell, for people. In a terminal the widest columns are cut until a row fits its width;
 * whoever reads a file or a pipe gets every cell whole.
 */
export function table(rows: readonly (readonly string[])[], available = process.stdout.columns ?? Infinity): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widest = Array.from({ length: columns }, (_, column) => Math.max(...rows.map((row) => stringWidth(row[column] ?? ''))));
  const widths = fit(widest, available);
  const cell = (text: string, width: number): string => {
    const shown = stringWidth(text) > width ? cliTruncate(text, width) : text;
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
