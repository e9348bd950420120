// What GraphQL Code Generator makes of the server's schema, asked by `denseql/client`: variables and answer have their types.
import { createClient } from 'denseql/client';
import { graphql } from './gql/gql.js';
import type { SureQueryVariables } from './gql/graphql.js';

const SURE = graphql(`
  query Sure($source: ImageSource!, $labels: [String!]!) {
    image(source: $source) {
      id
      segmentation(labels: $labels) {
        id
        segments {
          id
          label
          score
        }
      }
    }
  }
`);
const denseql = createClient({ url: `${process.env['DENSEQL_SERVER'] ?? 'http://127.0.0.1:4000/'}graphql` });

const { data } = await denseql.query(SURE, { source: { sample: 'cat' }, labels: ['cat'] });
for (const { label, score } of data?.image?.segmentation?.segments ?? []) console.log(label, score.toFixed(2));

// @ts-expect-error exactly one member
export const both: SureQueryVariables = { source: { sample: 'cat', upload: 'abc' }, labels: ['cat'] };
