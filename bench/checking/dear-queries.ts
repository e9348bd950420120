const times = (count: number, write: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => write(index)).join(' ');
/** A name that nothing in the schema is called, as long as one may be. */
const longName = (index: number): string => `requestsPerMinute${'e'.repeat(220)}${index}`;
const MEGABYTES = 7_900_000;

/** Queries that take long to read or to check: of each kind about the dearest that the default limits let through. */
export const DEAR_QUERIES: Readonly<Record<string, () => string>> = {
  'one plain field': () => '{ serverInfo { version } }',
  'unknown fields with long names': () => `{ serverInfo { ${times(3980, longName)} } }`,
  'unknown arguments with long names': () => `{ ${times(390, (i) => `image(${longName(i)}: 1) { id }`)} }`,
  'unknown types with long names': () => `query (${times(990, (i) => `$v${i}: ${longName(i)}`)}) { serverInfo { version } }`,
  'unknown directives with long names': () => `{ serverInfo { version ${times(1980, (i) => `@${longName(i)}`)} } }`,
  'one long name 400 times, ten of them': () => `{ serverInfo { ${times(9, (k) => times(400, () => longName(k)))} } }`,
  'one field with fields 399 times': () => `{ ${times(399, () => 'serverInfo { limits { maxDepth maxTokens } }')} }`,
  'one field in 399 inline fragments': () => `{ ${times(399, () => '... { serverInfo { version } }')} }`,
  'inline fragments nested 390 deep': () => `{ ${'... { samples { id } '.repeat(390)} ${'}'.repeat(390)} }`,
  'a chain of 390 fragments': () =>
    `{ serverInfo { ...f0 } } ${times(390, (i) => `fragment f${i} on ServerInfo { ...f${i + 1} }`)} fragment f390 on ServerInfo { version }`,
  '50 fragments that each spread all that follow': () =>
    `{ serverInfo { ...f0 } } ${times(50, (i) => `fragment f${i} on ServerInfo { version ${times(49 - i, (j) => `...f${i + 1 + j}`)} }`)}`,
  '200 fragments side by side': () =>
    `{ ${times(200, (i) => `...f${i}`)} } ${times(200, (i) => `fragment f${i} on Query { serverInfo { version } samples { id } }`)}`,
  'a field twice at each of seven levels': () => {
    const below = (depth: number): string => (depth === 0 ? 'id' : times(2, () => `region(box: $b) { ${below(depth - 1)} }`));
    return `query ($b: BoxInput!) { image(source: { sample: "cat" }) { ${below(7)} } }`;
  },
  '300 fields that differ in their arguments': () => `{ ${times(300, (i) => `image(source: { sample: "c${i}" }) { width }`)} }`,
  'a text of megabytes': () => `{ image(source: { data: "${'y'.repeat(MEGABYTES)}" }) { id } }`,
  'mistakes behind megabytes': () => `#${'y'.repeat(MEGABYTES - 1_000_000)}\n{ serverInfo { ${times(3980, longName)} } }`,
  'a million names': () => `{ ${times(1_000_000, (i) => `n${i}`)} }`,
  '100,000 escapes': () => `{ image(source: { sample: "${'\\u0041'.repeat(100_000)}" }) { id } }`,
};
