import sharp from 'sharp';

/** One request that an attacker sends over and over; small for what it asks. */
export interface Attack {
  readonly name: string;
  /** Sent by so many loops at once. */
  readonly loops: number;
  /** @returns the body of POST /graphql */
  readonly body: () => Promise<string>;
}

const asking = (query: string, variables: object = {}): string => JSON.stringify({ query, variables });
const times = (count: number, write: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => write(index)).join(' ');

const boxes = (count: number): object[] =>
  Array.from({ length: count }, (_, index) => ({ x: (index * 7) % 200, y: (index * 11) % 200, width: 60, height: 60 }));

/** Bytes that no PNG can compress. */
async function noise(side: number): Promise<string> {
  const pixels = Buffer.allocUnsafe(side * side * 3);
  for (let at = 0, state = 1; at < pixels.length; at += 1) pixels[at] = (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24;
  const jpeg = sharp(pixels, { raw: { width: side, height: side, channels: 3 } }).jpeg({ quality: 80 });
  return (await jpeg.toBuffer()).toString('base64');
}

const labels = (count: number): string => JSON.stringify(Array.from({ length: count }, (_, index) => `thing number ${index}`));

/** What once held the server up, or is of its kind. */
export const ATTACKS: readonly Attack[] = [
  {
    name: 'regions nested three deep',
    loops: 8,
    body: async () =>
      asking(
        'query ($b: [BoxInput!]!) { image(source: { sample: "cat" }) { regions(boxes: $b) { regions(boxes: $b) { regions(boxes: $b) { id } } } } }',
        {
          b: boxes(200),
        },
      ),
  },
  {
    name: '60 aliases of 32 equal pictures',
    loops: 8,
    body: async () =>
      asking(`query ($s: [ImageSource!]!) { ${times(60, (i) => `a${i}: images(sources: $s) { ... on Image { id } }`)} }`, {
        s: Array.from({ length: 32 }, () => ({ sample: 'cat' })),
      }),
  },
  {
    name: '32 pictures that each need a pass',
    loops: 8,
    body: async () => {
      const sources = await Promise.all(
        Array.from({ length: 32 }, async () => {
          const background = { r: Math.random() * 255, g: Math.random() * 255, b: Math.random() * 255 };
          const png = sharp({ create: { width: 64, height: 64, channels: 3, background } }).png();
          return { data: (await png.toBuffer()).toString('base64') };
        }),
      );
      return asking('query ($s: [ImageSource!]!) { images(sources: $s) { ... on Image { embedding } } }', { s: sources });
    },
  },
  {
    name: '14 aliases of a 4096 px PNG of noise',
    loops: 2,
    body: async () =>
      asking(
        `query ($d: String!) { image(source: { data: $d }) { ${times(14, (i) => `a${i}: picture(maxSize: ${4096 - i}, format: PNG) { dataUri }`)} } }`,
        { d: await noise(2500) },
      ),
  },
  {
    name: 'one variable of 6 MB in 60 aliases',
    loops: 4,
    body: async () =>
      asking(`query ($d: String!) { ${times(60, (i) => `a${i}: image(source: { data: $d }) { id }`)} }`, { d: await noise(2400) }),
  },
  {
    name: '200 regions x 100 labels',
    loops: 4,
    body: async () =>
      asking(
        `query ($b: [BoxInput!]!) { image(source: { sample: "cat" }) { regions(boxes: $b) { segmentation(labels: ${labels(100)}) { segments { label score } } } } }`,
        { b: boxes(200) },
      ),
  },
  {
    name: 'masks of 128 labels as PNG, RLE and polygons',
    loops: 4,
    body: async () =>
      asking(
        `{ image(source: { sample: "cat" }) { segmentation(labels: ${labels(128)}, maxSize: 1024) { segments { mask { png rle { counts } polygons { x y } } } } } }`,
      ),
  },
  {
    name: 'embeddings of 1000 regions',
    loops: 4,
    body: async () =>
      asking('query ($b: [BoxInput!]!) { image(source: { sample: "cat" }) { regions(boxes: $b) { embedding } } }', { b: boxes(1000) }),
  },
];
