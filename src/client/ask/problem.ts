/** What went wrong, in the server's own words where it has any. */
export interface Problem {
  /** One of docs/errors.md, or NO_ANSWER where the server cannot be reached. */
  readonly code: string;
  readonly message: string;
  /** The argument or option that it is about, e.g. `labels[1]`. */
  readonly field: string | null;
  /** Of the field that failed; empty where the whole request did. */
  readonly path: readonly (string | number)[];
  /** After how many milliseconds the same may be asked again; null where waiting does not help. */
  readonly retryAfterMs: number | null;
}

/** An error as GraphQL and the server's other paths answer it. */
export interface ListedError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string; readonly field?: string; readonly retryAfterMs?: number };
}

/** Messages about a field begin with it, e.g. `by.maskclip.form: NACLIP cannot run ...`. */
const FIELD = /^([a-z]\w*(?:\.\w+|\[\d+\])*): /;

export const problemOf = ({ message, path = [], extensions = {} }: ListedError): Problem => ({
  code: extensions.code ?? 'INTERNAL_SERVER_ERROR',
  // The field stands beside the code; what goes on in lower case is a sentence about it.
  message: message.replace(FIELD, (whole, field: string) => (/^[A-Z\d"“]/.test(message.slice(whole.length)) ? '' : `${field} `)),
  field: extensions.field ?? FIELD.exec(message)?.[1] ?? null,
  path,
  retryAfterMs: extensions.retryAfterMs ?? null,
});

export const noAnswer = (message: string): Problem => ({
  code: 'NO_ANSWER',
  message,
  field: null,
  path: [],
  retryAfterMs: null,
});

/** Whoever is not there, and a server that lets no page of this origin ask, look alike to a page. */
export const silent = (url: URL): Failure => {
  const foreign = typeof location !== 'undefined' && location.origin !== url.origin;
  const allowed = foreign ? `, and does its DENSEQL_CORS_ORIGIN list ${location.origin}` : '';
  return new Failure(noAnswer(`${url.origin} does not answer. Is the server running${allowed}?`));
};

/** Where there is no answer at all: what was asked is wrong, or nobody answers. `problem.code` tells which. */
export class Failure extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
    this.name = 'Failure';
  }
}
