import { Failure, noAnswer, problemOf, silent, type ListedError, type Problem } from './problem.js';

/** What an answer cost, as `extensions.denseql` has it. */
export interface Cost {
  readonly encoderRuns: number;
  readonly cacheHits: number;
  readonly textRuns: number;
  /** What was counted against the limits of `serverInfo { limits }`. */
  readonly used: Readonly<Record<string, number>>;
  /** In milliseconds, summed over work that ran side by side. */
  readonly timings: Readonly<Record<string, number>>;
}

/** A field that failed is null in `data`, and one of `problems` says why; the rest stands. */
export interface Answer<Result> {
  readonly data: Result;
  readonly problems: readonly Problem[];
  readonly cost: Cost | null;
}

/** An answer of GraphQL as it comes. */
export interface SentAnswer {
  readonly data?: unknown;
  readonly errors?: readonly ListedError[];
  readonly extensions?: { readonly denseql?: Cost };
}

/** @throws Failure where nothing was answered */
export function readAnswer<Result>({ data, errors = [], extensions }: SentAnswer): Answer<Result> {
  const problems = errors.map(problemOf);
  if (data === null || data === undefined) throw new Failure(problems[0] ?? noAnswer('The server answered neither data nor errors.'));
  return { data: data as Result, problems, cost: extensions?.denseql ?? null };
}

/** A response as JSON: errors of HTTP have the form of GraphQL's here. @throws Failure where it is none */
export async function readJson<Body>(response: Response): Promise<Body> {
  const text = await response.text();
  try {
    return JSON.parse(text) as Body;
  } catch {
    const { status, url } = response;
    // Only what stands in between, or somebody else, answers without JSON.
    const hint = status < 500 ? 'Is it the address of DenseQL, or of a proxy that passes it on?' : 'Is DenseQL running behind it?';
    throw new Failure(noAnswer(`${url || 'The server'} answered ${status} and no JSON. ${hint}`));
  }
}

/** Sends a request; whoever is not there is a Failure, and what was cancelled an AbortError. */
export async function send(fetching: typeof fetch, url: URL, request: RequestInit): Promise<Response> {
  try {
    return await fetching(url, request);
  } catch (error) {
    if (request.signal?.aborted) throw error;
    throw silent(url);
  }
}
