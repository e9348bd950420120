const HOW = 'Send {"query": "...", "variables": {}}.';

/** How Apollo's refusals begin, and the same with the way out, without a word about Apollo. */
const WORDS: readonly (readonly [begins: string, said: string])[] = [
  ['Operation batching disabled', `A list of operations is not taken here, one object is. ${HOW}`],
  ['POST body missing', `The body is an object without members, or there is none. ${HOW}`],
  ['GraphQL operations must contain a non-empty', `There is no query in the request, and no hash of a persisted one. ${HOW}`],
  [
    "GraphQL queries must be strings. It looks like you're sending",
    'query: must be a text. A parsed query becomes one by `print` of graphql.',
  ],
  ['GraphQL queries must be strings', 'query: must be a text.'],
  [
    'Unsupported persisted query version',
    'extensions.persistedQuery: must be { "version": 1, "sha256Hash": "..." }; no other version is known here.',
  ],
  [
    'provided sha does not match query',
    'extensions.persistedQuery.sha256Hash: is not the SHA-256 of this query, in hexadecimal. Hash the text of the query as it is sent.',
  ],
  [
    'This operation has been blocked as a potential Cross-Site Request Forgery',
    'A page of another site could have sent this, so that it is not answered. Send the query by POST with Content-Type: application/json, or add the header apollo-require-preflight: 1.',
  ],
  [
    "An 'accept' header was provided",
    'The header Accept takes neither application/json nor application/graphql-response+json, and there is no other form of answers.',
  ],
  [
    'Apollo server received an operation that uses incremental delivery',
    'Answers in parts (@defer, @stream) are not given here. Leave the directive out.',
  ],
];

/** A refusal of Apollo in our words; as it is where it has words of its own that say enough, or that clients look for. */
export const wordsOfApollo = (message: string): string => WORDS.find(([begins]) => message.startsWith(begins))?.[1] ?? message;
