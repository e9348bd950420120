import type { RequestHandler } from 'express';
import type { Config } from '../core/config.js';
import { badInput, limitExceeded, type DenseqlError } from '../core/errors.js';
import { sendError } from './send-error.js';

/** Characters of a name in a query, or of a key in its variables: none of the schema has nearly as many. */
const LONGEST_NAME = 256;
/** Members of one object in the variables; no input of the schema has nearly as many. */
const MOST_MEMBERS = 500;

/** Times that a query may say one name: of a thousand equal fields GraphQL compares half a million pairs. */
const MOST_REPEATED = 400;

/** Lines of a query, more than it may have tokens by default. GraphQL counts them anew for each mistake: of four million, 0.2 s each. */
const MOST_LINES = 5000;

function hasManyLines(query: string): boolean {
  let count = 0;
  // As GraphQL tells lines apart.
  for (const _ of query.matchAll(/\r\n|[\n\r]/g)) if ((count += 1) >= MOST_LINES) return true;
  return false;
}

/** What is wrong with the text of a query; null: nothing. */
function queryProblem(query: unknown): DenseqlError | null {
  if (typeof query !== 'string') return null;
  if (hasManyLines(query)) return badInput('query', `it has more than ${MOST_LINES} lines.`);
  return namesProblem(query);
}

/** What is wrong with the names outside of strings: GraphQL compares unknown ones with all that it knows and repeats them, and compares equal fields two by two. */
function namesProblem(query: string): DenseqlError | null {
  const times = new Map<string, number>();
  // Strings first, so that what is in them is no name; block strings before those that their quotes could begin.
  for (const [token] of query.matchAll(/"""[^]*?(?<!\\)"""|"[^"\\\n]*(?:\\.[^"\\\n]*)*"|#[^\n]*|\w+/g)) {
    if (!/^\w/.test(token)) continue;
    if (token.length > LONGEST_NAME) return badInput('query', `a name in it has more than ${LONGEST_NAME} characters.`);
    // Clients put __typename everywhere; nothing is below it to be compared.
    if (/^(?:\d|__)/.test(token)) continue;
    const count = (times.get(token) ?? 0) + 1;
    if (count > MOST_REPEATED)
      return badInput('query', `it says ${JSON.stringify(token)} more than ${MOST_REPEATED} times. Ask in several queries.`);
    times.set(token, count);
  }
  return null;
}

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

/** Refuses what takes GraphQL long to read only to be refused by it: variables of a hundred thousand values, names of megabytes, millions of lines. */
export const checkRequestSize =
  ({ MAX_VALUES }: Pick<Config, 'MAX_VALUES'>): RequestHandler =>
  (request, response, next) => {
    const { query, variables } = (request.body ?? {}) as { query?: unknown; variables?: unknown };
    const problem = queryProblem(query) ?? variablesProblem(variables, MAX_VALUES);
    if (problem === null) return next();
    sendError(response, problem, 400);
  };
