import { GraphQLError, Lexer, Source, TokenKind } from 'graphql';
import type { Config } from '../core/config.js';
import { badInput, type DenseqlError } from '../core/errors.js';

/** Characters of a name in a query, or of a key in its variables: none of the schema has nearly as many. */
export const LONGEST_NAME = 256;
/** Times that a query may say one name: of a thousand equal fields GraphQL compares half a million pairs. */
const MOST_REPEATED = 400;
/** Lines of a query, more than it may have tokens by default. GraphQL counts them anew for each mistake: of four million, 0.2 s each. */
const MOST_LINES = 5000;
/** Backslashes of a query. Of two million, in texts, GraphQL takes a third of a second to read. */
const MOST_ESCAPES = 100_000;

function hasManyLines(query: string): boolean {
  let count = 0;
  // As GraphQL tells lines apart.
  for (const _ of query.matchAll(/\r\n|[\n\r]/g)) if ((count += 1) >= MOST_LINES) return true;
  return false;
}

function hasManyEscapes(query: string): boolean {
  let count = 0;
  for (let at = query.indexOf('\\'); at >= 0; at = query.indexOf('\\', at + 1)) if ((count += 1) > MOST_ESCAPES) return true;
  return false;
}

/** The names of a query as GraphQL reads it, those in texts and comments left out; no further than to the first mistake, or to one token too many. */
function* namesOf(query: string, mostTokens: number): Generator<string> {
  const lexer = new Lexer(new Source(query));
  try {
    for (let count = 0; count <= mostTokens; count += 1) {
      const { kind, value } = lexer.advance();
      if (kind === TokenKind.EOF) return;
      if (kind === TokenKind.NAME) yield value;
    }
  } catch (error) {
    // The parser, which comes next, stops at the same place and tells it.
    if (!(error instanceof GraphQLError)) throw error;
  }
}

/** What is wrong with the names: GraphQL compares unknown ones with all that it knows and repeats them, and compares equal fields two by two. */
function namesProblem(query: string, mostTokens: number): DenseqlError | null {
  const times = new Map<string, number>();
  for (const name of namesOf(query, mostTokens)) {
    if (name.length > LONGEST_NAME) return badInput('query', `a name in it has more than ${LONGEST_NAME} characters.`);
    // Clients put __typename everywhere; nothing is below it to be compared.
    if (name.startsWith('__')) continue;
    const count = (times.get(name) ?? 0) + 1;
    if (count > MOST_REPEATED)
      return badInput('query', `it says ${JSON.stringify(name)} more than ${MOST_REPEATED} times. Ask in several queries.`);
    times.set(name, count);
  }
  return null;
}

/** What is wrong with the text of a query, before GraphQL reads it; null: nothing. */
export function queryProblem(query: string, { MAX_TOKENS }: Pick<Config, 'MAX_TOKENS'>): DenseqlError | null {
  if (hasManyLines(query)) return badInput('query', `it has more than ${MOST_LINES} lines.`);
  if (hasManyEscapes(query)) return badInput('query', `it has more than ${MOST_ESCAPES} backslashes. Send texts in variables.`);
  return namesProblem(query, MAX_TOKENS);
}
