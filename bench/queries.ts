/** What benches ask about a picture that was uploaded. */
export const LABELS: readonly string[] = ['cat', 'dog', 'car', 'tree', 'chair'];

const asked = (fields: string): string =>
  `query ($id: ID!, $labels: [String!]!) { image(source: { upload: $id }) { segmentation(labels: $labels) { segments { ${fields} } } } }`;

/** No work on pixels. */
export const SCORES = asked('label score');
export const MASKS = asked('label score mask { rle { size counts } }');

/** Of the photograph that the pictures are cut from. */
export const LABELS_OF_CAT: readonly string[] = ['cat', 'bench', 'eye', 'whiskers'];

/** Two segmentations and a count on one pass. The pack must have a head for denseclip. */
export const EVERYTHING = `query ($id: ID!, $labels: [String!]!) { image(source: { upload: $id }) {
  embedding
  maskclip: segmentation(labels: $labels, by: { maskclip: {} }) { segments { label coverage } meta { form } }
  denseclip: segmentation(labels: $labels, by: { denseclip: {} }) { segments { label coverage } meta { form } }
  count(of: "cat", by: { clipEbc: {} }) { total meta { form } }
} }`;
