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

export const EMBEDDING = 'query ($id: ID!) { image(source: { upload: $id }) { embedding } }';

const oneTask = (field: string): string =>
  `query ($id: ID!, $labels: [String!]!) { image(source: { upload: $id }) { embedding ask: ${field} } }`;
const withoutLabels = (field: string): string => `query ($id: ID!) { image(source: { upload: $id }) { embedding ask: ${field} } }`;

/** Every task by the method that the pack's best form of it has, each beside `embedding`, and those that share a pass. */
export const TASKS: readonly { readonly name: string; readonly query: string }[] = [
  {
    name: 'segmentation, maskclip, coverage',
    query: oneTask('segmentation(labels: $labels, by: { maskclip: {} }) { segments { coverage } meta { form } }'),
  },
  {
    name: 'segmentation, maskclip, masks as RLE',
    query: oneTask('segmentation(labels: $labels, by: { maskclip: {} }) { segments { mask { rle { counts } } } meta { form } }'),
  },
  {
    name: 'segmentation, denseclip, coverage',
    query: oneTask('segmentation(labels: $labels, by: { denseclip: {} }) { segments { coverage } meta { form } }'),
  },
  { name: 'count', query: withoutLabels('count(of: "cat", by: { clipEbc: {} }) { total meta { form } }') },
  { name: 'detection', query: oneTask('detection(labels: $labels) { objects { label score } meta { form } }') },
  { name: 'anomaly', query: withoutLabels('anomaly { score meta { form } }') },
  { name: 'two segmentations and a count', query: EVERYTHING },
];
