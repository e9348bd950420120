/** What a statement takes and gives: SQLite's own types. */
export type Value = string | number | null | Uint8Array;

export type Row = Readonly<Record<string, Value>>;

/** What the thread is told of the file it works on. */
export interface Opening {
  readonly file: string;
  /** Beyond which it takes nothing more. */
  readonly mostBytes: number;
}

/** One statement, run at once: what comes first is done first. */
export interface Request {
  readonly id: number;
  readonly sql: string;
  readonly values: readonly Value[];
}

export type Reply =
  | { readonly id: number; readonly rows: readonly Row[] }
  /** `code` is SQLite's, e.g. SQLITE_CORRUPT; '' for any other failure. */
  | { readonly id: number; readonly code: string; readonly message: string };
