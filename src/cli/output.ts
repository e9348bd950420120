import { toldError } from './told-error.js';

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
  const { message, code } = toldError(error);
  if (json) printJson({ errors: [{ message, extensions: { code } }] });
  // A code that says no more than that something failed is no help to people.
  else process.stderr.write(`denseql: ${message}${code === 'INTERNAL_SERVER_ERROR' ? '' : ` [${code}]`}\n`);
}

export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
