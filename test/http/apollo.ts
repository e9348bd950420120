import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import type { PossibleTypesMap } from '@apollo/client';
import { loadDevMessages, loadErrorMessages } from '@apollo/client/dev';
import { parse } from 'graphql';
import { expect } from 'vitest';
import { recordingFetch } from './recording-fetch.js';
import type { TinyServer } from './tiny-server.js';

// Without its messages a warning is a number and an address.
loadDevMessages();
loadErrorMessages();

export interface Reader {
  readonly client: ApolloClient;
  /** Asks the server, whatever the cache holds, and gives what the server sent. */
  ask(query: string): Promise<unknown>;
  /** From the cache alone, read at once; null where anything of it is missing. */
  held(query: string): unknown;
  /** From the cache alone, as a component asks. */
  heldLater(query: string): Promise<unknown>;
}

interface Introspected {
  readonly __schema: {
    readonly types: readonly { readonly kind: string; readonly name: string; readonly possibleTypes: readonly { name: string }[] }[];
  };
}

/** As Apollo's documentation makes it of a server's introspection ("Fetching and generating possible types"). */
export async function possibleTypesOf(server: TinyServer): Promise<PossibleTypesMap> {
  const { body } = await server.query('{ __schema { types { kind name possibleTypes { name } } } }');
  const { types } = (body.data as Introspected).__schema;
  const abstract = types.filter(({ kind }) => kind === 'INTERFACE' || kind === 'UNION');
  return Object.fromEntries(abstract.map(({ name, possibleTypes }) => [name, possibleTypes.map((type) => type.name)]));
}

/** A client with an empty cache of Apollo's defaults. */
export function apolloOf(server: TinyServer, possibleTypes: PossibleTypesMap, source: unknown): Reader {
  const cache = new InMemoryCache({ possibleTypes });
  const recording = recordingFetch();
  const client = new ApolloClient({ cache, link: new HttpLink({ uri: `${server.url}graphql`, fetch: recording.fetch }) });
  return {
    client,
    async ask(query) {
      const { error } = await client.query({ query: parse(query), variables: { source }, fetchPolicy: 'network-only' });
      expect(error).toBeUndefined();
      return recording.sent();
    },
    async heldLater(query) {
      return (await client.query({ query: parse(query), variables: { source }, fetchPolicy: 'cache-only' })).data;
    },
    held: (query) => client.readQuery({ query: parse(query), variables: { source } }),
  };
}

/** A query of fields of the picture. */
export const ofImage = (fields: string): string => `query ($source: ImageSource!) { image(source: $source) { id ${fields} } }`;
