import { gql, type TypedDocumentNode } from '@apollo/client';
import { useQuery } from '@apollo/client/react';
import type { Image, ImageSource, Segment } from 'denseql/client';

export interface Asked {
  readonly source: ImageSource;
  readonly labels: string[];
}

interface Scores {
  readonly image: Pick<Image, 'id'> & {
    readonly segmentation: { readonly segments: readonly Pick<Segment, 'id' | 'label' | 'score' | 'coverage'>[] } | null;
  };
}

const SCORES: TypedDocumentNode<Scores, Asked> = gql`
  query Scores($source: ImageSource!, $labels: [String!]!) {
    image(source: $source) {
      id
      segmentation(labels: $labels) {
        id
        segments {
          id
          label
          score
          coverage
        }
      }
    }
  }
`;

/** The same question as the masks beside it, with other fields: the cache keeps both as one answer, and the encoder looks once. */
export function Table({ upload, labels }: { upload: string; labels: string[] }) {
  const { data } = useQuery(SCORES, { variables: { source: { upload }, labels } });
  return (
    <table>
      <tbody>
        {data?.image.segmentation?.segments.map(({ id, label, score, coverage }) => (
          <tr key={id}>
            <th>{label}</th>
            <td>{score.toFixed(2)}</td>
            <td>{(100 * coverage).toFixed(1)} %</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
