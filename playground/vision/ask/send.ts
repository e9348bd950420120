import { authorization } from './api-key';
import { Failure, noAnswer, problemOf, type Problem } from './problem';

/** What an answer cost, as `extensions.denseql` has it. */
export interface Cost {
  readonly encoderRuns: number;
  readonly cacheHits: number;
  readonly timings: Readonly<Record<string, number>>;
}

export interface Answer<Data> {
  readonly data: Data | null;
  readonly problems: readonly Problem[];
  readonly cost: Cost | null;
}

interface Body<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly Parameters<typeof problemOf>[0][];
  readonly extensions?: { readonly denseql?: Cost };
}

const SILENT = 'The server does not answer. Is it still running?';

/** Asks the server that the page came from. Rejects with a Failure where there is no answer, with an AbortError where it was cancelled. */
export async function send<Data>(query: string, variables?: unknown, signal?: AbortSignal): Promise<Answer<Data>> {
  const body = await sendJson<Body<Data>>('graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization() },
    body: JSON.stringify({ query, variables }),
    signal,
  });
  return { data: body.data ?? null, problems: (body.errors ?? []).map(problemOf), cost: body.extensions?.denseql ?? null };
}

/** @returns the data; rejects with a Failure at the first error */
export async function sendWhole<Data>(query: string, variables?: unknown): Promise<Data> {
  const { data, problems } = await send<Data>(query, variables);
  if (problems[0]) throw new Failure(problems[0]);
  if (!data) throw new Failure(noAnswer(SILENT));
  return data;
}

/** Sends anything and reads JSON: errors of HTTP have the form of GraphQL's here. */
export async function sendJson<Body>(path: string, request: RequestInit): Promise<Body> {
  const response = await fetch(path, request).catch((error: unknown) => {
    if (request.signal?.aborted) throw error;
    throw new Failure(noAnswer(SILENT));
  });
  try {
    return (await response.json()) as Body;
  } catch (error) {
    if (request.signal?.aborted) throw error;
    throw new Failure(noAnswer(`The server answered ${response.status} without words. A proxy may stand in between.`));
  }
}
