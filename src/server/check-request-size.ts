import type { Request, RequestHandler } from 'express';
import type { Config } from '../core/config.js';
import { badInput, limitExceeded, type DenseqlError } from '../core/errors.js';
import { LONGEST_NAME, queryProblem } from './query-text.js';
import { sendError } from './send-error.js';

/** Members of one object in the variables; no input of the schema has nearly as many. */
const MOST_MEMBERS = 500;

/** What variables hold is walked no further than to what is too much. */
function variablesProblem(variables: unknown, most: number): DenseqlError | null {
  const left: unknown[] = [variables];
  let count = 0;
  while (left.length > 0) {
    const next = left.pop();
    count += 1;
    if (typeof next !== 'object' || next === null) continue;
    const within: readonly unknown[] = Array.isArray(next) ? next : Object.values(next);
    if (count + left.length + within.length > most) return limitExceeded('MAX_VALUES', most + 1, most, 'values in variables, or more,');
    if (!Array.isArray(next)) {
      if (within.length > MOST_MEMBERS)
        return badInput('variables', `an object has ${within.length} members, at most ${MOST_MEMBERS} are allowed.`);
      if (Object.keys(next).some((key) => key.length > LONGEST_NAME))
        return badInput('variables', `a member's name has more than ${LONGEST_NAME} characters.`);
    }
    for (const member of within) left.push(member);
  }
  return null;
}

/** A request as it came, whatever is in it. */
interface Sent {
  readonly query?: unknown;
  readonly variables?: unknown;
}

/** What of a request takes GraphQL long to read only to be refused by it: variables of a hundred thousand values, names of megabytes, millions of lines; null: nothing. */
export function requestProblem({ query, variables }: Sent, config: Pick<Config, 'MAX_VALUES' | 'MAX_TOKENS'>): DenseqlError | null {
  return (typeof query === 'string' ? queryProblem(query, config) : null) ?? variablesProblem(variables, config.MAX_VALUES);
}

/** What the address says, read as Apollo reads it. What is no JSON, Apollo refuses. */
function inAddress({ originalUrl }: Request): Sent {
  const start = originalUrl.indexOf('?');
  const parameters = new URLSearchParams(start < 0 ? '' : originalUrl.slice(start));
  const variables = parameters.get('variables');
  try {
    return { query: parameters.get('query'), variables: variables === null ? undefined : (JSON.parse(variables) as unknown) };
  } catch {
    return { query: parameters.get('query') };
  }
}

/** Refuses what {@link requestProblem} finds, by whatever method it came. A query asked for by its hash went through here with its text before. */
export const checkRequestSize =
  (config: Pick<Config, 'MAX_VALUES' | 'MAX_TOKENS'>): RequestHandler =>
  (request, response, next) => {
    const sent = request.method === 'POST' ? ((request.body ?? {}) as Sent) : inAddress(request);
    const problem = requestProblem(sent, config);
    if (problem === null) return next();
    sendError(response, problem, 400);
  };
