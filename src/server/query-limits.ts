import { ApolloArmor } from '@escape.tech/graphql-armor';
import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError, ValidationContext, ValidationRule } from 'graphql';
import type { Config } from '../core/config.js';
import { limitExceeded } from '../core/errors.js';

/** Mistakes of one query, and of its variables, that are told: to find out what was meant, each unknown name is compared with all known ones. */
export const MOST_MISTAKES = 10;

// The library throws errors of its own wording; ours say which setting, what was asked and what is allowed.
const reject = (limit: string, allowed: number, unit: string) => (context: ValidationContext | null, error: GraphQLError) => {
  const asked = Number(/found (\d+)/.exec(error.message)?.[1] ?? allowed + 1);
  const { message, details } = limitExceeded(limit, asked, allowed, unit);
  context?.reportError(new GraphQLError(message, { extensions: details }));
};

const report = (limit: string, allowed: number, unit: string) => ({
  n: allowed,
  propagateOnRejection: false,
  onReject: [reject(limit, allowed, unit)],
});

/** Validation rules against queries that are large in themselves. What they cost in work is counted where the work is queued. */
export function queryLimits(config: Pick<Config, 'MAX_DEPTH' | 'MAX_ALIASES' | 'MAX_DIRECTIVES'>): readonly ValidationRule[] {
  const armor = new ApolloArmor({
    maxDepth: { ...report('MAX_DEPTH', config.MAX_DEPTH, 'levels'), flattenFragments: true },
    // An alias of __typename is one, too.
    maxAliases: { ...report('MAX_ALIASES', config.MAX_ALIASES, 'aliases'), allowList: [] },
    maxDirectives: report('MAX_DIRECTIVES', config.MAX_DIRECTIVES, 'directives'),
    // Its cost ignores arguments, which is where the work is.
    costLimit: { enabled: false },
    // It would turn every syntax error into status 500; Apollo's parser counts tokens itself.
    maxTokens: { enabled: false },
    // The schema is public, names in messages help.
    blockFieldSuggestion: { enabled: false },
  });
  return armor.protect().validationRules;
}

/** Whether an error's extensions are those of a limit above. */
export const isQueryLimit = (extensions: Readonly<Record<string, unknown>>): boolean =>
  typeof extensions['limit'] === 'string' && extensions['code'] === 'GRAPHQL_VALIDATION_FAILED';

/** The parser's own error about too many tokens, as LIMIT_EXCEEDED; null for any other error. */
export function tokenLimit(error: GraphQLFormattedError, allowed: number): GraphQLFormattedError | null {
  if (error.extensions?.['code'] !== 'GRAPHQL_PARSE_FAILED' || !/contains more tha[nt] \d+ tokens/.test(error.message)) return null;
  const { message, code, details } = limitExceeded('MAX_TOKENS', allowed + 1, allowed, 'tokens or more');
  return { message, extensions: { code, ...details } };
}
