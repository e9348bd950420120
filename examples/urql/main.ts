import { cacheExchange } from '@urql/exchange-graphcache';
import { Client, fetchExchange, gql } from '@urql/core';
import { graphcacheKeys, possibleTypes } from 'denseql/client';

/** Pictures of the server, counted one after the other: a batch that arrives picture by picture, over the same HTTP as queries. */
const client = new Client({
  url: '/graphql',
  exchanges: [cacheExchange({ keys: graphcacheKeys }), fetchExchange],
  fetchSubscriptions: true,
  preferGetMethod: false,
});

interface Arrived {
  readonly images: {
    readonly index: number;
    readonly outcome: { readonly __typename: string; readonly count?: { readonly total: number } | null; readonly message?: string };
  };
}

const BATCH = gql<Arrived, { sources: object[] }>`
  subscription Batch($sources: [ImageSource!]!) {
    images(sources: $sources) {
      index
      outcome {
        __typename
        ... on Image {
          id
          count(of: "dog") {
            id
            total
          }
        }
        ... on Problem {
          index
          message
        }
      }
    }
  }
`;

const samples = ['spaniels', 'cat', 'nowhere'];
const list = document.querySelector('ul')!;
client.subscription(BATCH, { sources: samples.map((sample) => ({ sample })) }).subscribe(({ data, error }) => {
  const arrived = data?.images;
  if (!arrived) return void list.append(line(error?.message ?? 'nothing'));
  const { index, outcome } = arrived;
  const isPicture = possibleTypes['Visual']!.includes(outcome.__typename);
  list.append(line(`${samples[index]}: ${isPicture ? `${outcome.count?.total.toFixed(1)} dogs` : outcome.message}`));
});

function line(text: string): HTMLLIElement {
  const item = document.createElement('li');
  item.textContent = text;
  return item;
}
