import { DenseqlError } from '../core/errors.js';

/** Exit codes of every command; `--help` prints them. */
export const EXIT = { OK: 0, FAILED: 1, USAGE: 2 } as const;

/** Lines about what is going on, on stderr, so that stdout stays for the answer. Silent with --json. */
export function progress(quiet: boolean): (line: string) => void {
  const start = performance.now();
  return (line) => {
    if (!quiet) process.stderr.write(`${((performance.now() - start) / 1000).toFixed(1).padStart(5)} s  ${line}\n`);
  };
}

export const printJson = (value: unknown): void => {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
};

/** One line that says what went wrong; with `json`, the same object shape that the server answers. */
export function printError(error: unknown, json: boolean): void {
  const message = error instanceof Error ? error.message : String(error);
  const code = DenseqlError.is(error) ? error.code : 'INTERNAL_SERVER_ERROR';
  if (json) printJson({ errors: [{ message, extensions: { code } }] });
  else process.stderr.write(`denseql: ${message} [${code}]\n`);
}

/** Columns padded to their widest cell, for people. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
