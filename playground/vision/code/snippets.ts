import type { Language } from './highlight';

interface Snippet {
  readonly name: string;
  readonly language: Language;
  readonly write: (query: string, address: string) => string;
}

const indented = (text: string, by: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? line : by + line))
    .join('\n');

/** Within a JavaScript template. */
const template = (query: string): string => indented(query, '  ').replace(/[\\`]|\$\{/g, '\\$&');

const quotes = (query: string): string => (query.includes('"""') ? "'''" : '"""');

/** The same question in what people send it from. Tests run each of them. */
export const SNIPPETS: readonly Snippet[] = [
  { name: 'GraphQL', language: 'graphql', write: (query) => query },
  {
    name: 'fetch',
    language: 'javascript',
    write: (query, address) => `const query = \`
${template(query)}
\`;

const answer = await fetch("${address}", {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ query }),
});
const { data, errors, extensions } = await answer.json();
console.log(data, errors, extensions?.denseql);`,
  },
  {
    name: 'graphql-request',
    language: 'javascript',
    write: (query, address) => `import { gql, request } from "graphql-request";

const query = gql\`
${template(query)}
\`;

const data = await request("${address}", query);
console.log(data);`,
  },
  {
    name: 'Apollo',
    language: 'javascript',
    write: (query, address) => `import { ApolloClient, HttpLink, InMemoryCache, gql } from "@apollo/client";

const client = new ApolloClient({
  link: new HttpLink({ uri: "${address}" }),
  cache: new InMemoryCache(),
});
const { data } = await client.query({
  query: gql\`
${indented(template(query), '  ')}
  \`,
});
console.log(data);`,
  },
  {
    name: 'Python',
    language: 'python',
    write: (query, address) => `import json, urllib.request

query = r${quotes(query)}
${query}
${quotes(query)}
request = urllib.request.Request(
    "${address}",
    json.dumps({"query": query}).encode(),
    {"content-type": "application/json"},
)
answer = json.load(urllib.request.urlopen(request))
print(answer["data"], answer["extensions"]["denseql"])`,
  },
  {
    name: 'curl',
    language: 'bash',
    write: (query, address) => `curl ${address} \\
  -H 'content-type: application/json' \\
  -d @- <<'JSON'
${JSON.stringify({ query })}
JSON`,
  },
];
