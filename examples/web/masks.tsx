import { gql, type TypedDocumentNode } from '@apollo/client';
import { useQuery } from '@apollo/client/react';
import { svgPath, type Image, type LabelMap, type Mask, type Segment } from 'denseql/client';
import type { Asked } from './table';

interface Shapes {
  readonly image: Pick<Image, 'id' | 'width' | 'height'> & {
    readonly segmentation: {
      readonly labelMap: Pick<LabelMap, 'colors'>;
      readonly segments: readonly (Pick<Segment, 'id' | 'label'> & { readonly mask: Pick<Mask, 'polygons'> })[];
    } | null;
  };
}

const SHAPES: TypedDocumentNode<Shapes, Asked> = gql`
  query Shapes($source: ImageSource!, $labels: [String!]!) {
    image(source: $source) {
      id
      width
      height
      segmentation(labels: $labels) {
        id
        labelMap {
          id
          colors
        }
        segments {
          id
          label
          mask {
            id
            polygons(tolerance: 1, minArea: 100) {
              x
              y
            }
          }
        }
      }
    }
  }
`;

/** The picture under its masks. Outlines are in pixels of the picture, so that the SVG's own scale fits them. */
export function Masks({ upload, url, labels }: { upload: string; url: string; labels: string[] }) {
  const { data, error } = useQuery(SHAPES, { variables: { source: { upload }, labels } });
  if (error) return <p role="alert">{error.message}</p>;
  if (!data?.image.segmentation) return <p>Looking …</p>;
  const { width, height, segmentation } = data.image;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} style={{ width: '100%' }}>
      <image href={url} width={width} height={height} />
      {segmentation.segments.map(({ id, mask }, place) => (
        <path key={id} d={svgPath(mask.polygons)} fill={segmentation.labelMap.colors[place]} fillOpacity={0.6} fillRule="evenodd" />
      ))}
    </svg>
  );
}
