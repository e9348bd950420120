import { describe, expect, it } from 'vitest';
import type { Operation } from '../operation.js';
import type { PackManifest } from '../packs/manifest.js';
import { meanUnit } from '../math/mean-unit.js';
import { createTextAccess } from './text-access.js';

/** Unit vectors along one axis for each distinct text, and what was asked. */
function fakeEncoder() {
  const calls: string[][] = [];
  const known: string[] = [];
  const vector = (text: string): Float32Array => {
    if (!known.includes(text)) known.push(text);
    return Float32Array.from({ length: 16 }, (_, index) => (index === known.indexOf(text) ? 1 : 0));
  };
  return {
    calls,
    known,
    manifest,
    encodeTexts: async (texts: readonly string[]) => (
      calls.push([...texts]),
      texts.map((text) => ({ vector: vector(text), tokens: 3, read: 3, known: 1, unknown: 0 }))
    ),
  };
}
const operation = () => ({ lane: { client: '' } }) as Operation;
const manifest = { name: 'fake', revision: '1' } as PackManifest;

describe('createTextAccess', () => {
  it('averages templates per name and keeps synonyms apart, in one call', async () => {
    const encoder = fakeEncoder();
    const text = createTextAccess(encoder, operation(), { templates: ['a {}', '{} or {}'] });
    const [cat, dog] = await text.labels(['cat', 'dog'], {
      synonyms: [{ label: 'cat', texts: ['kitty', 'cat'] }],
      descriptions: [{ label: 'cat', texts: ['it purrs'] }],
    });
    expect(encoder.calls).toEqual([['a cat', 'cat or cat', 'it purrs', 'a kitty', 'kitty or kitty', 'a dog', 'dog or dog']]);
    expect(cat).toHaveLength(2);
    expect(dog).toHaveLength(1);
    // Three orthogonal unit vectors average to 1/sqrt(3) along each.
    expect([...cat![0]!.slice(0, 4)].map((value) => +value.toFixed(4))).toEqual([0.5774, 0.5774, 0.5774, 0]);
    expect(Math.hypot(...dog![0]!)).toBeCloseTo(1, 6);
  });

  it("takes the prompts' templates before the pack's, and labels literally", async () => {
    const encoder = fakeEncoder();
    await createTextAccess(encoder, operation(), { templates: ['a {}'] }).labels(['$&'], { templates: ['my {}'] });
    expect(encoder.calls[0]).toEqual(['my $&']);
  });

  it('embeds texts as they are, equal ones once', async () => {
    const encoder = fakeEncoder();
    const text = createTextAccess(encoder, operation(), { templates: ['a {}'] });
    const vectors = await text.embed(['x', 'y', 'x']);
    expect(encoder.calls).toEqual([['x', 'y']]);
    expect(vectors[2]).toEqual(vectors[0]);
    expect(await text.embed([])).toEqual([]);
    expect(encoder.calls).toHaveLength(1);
  });
});

it('makes the vectors of equal labels once an operation, a copy for each who asks', async () => {
  const encoder = fakeEncoder();
  const one = operation();
  const ask = (labels: string[], of = one) => createTextAccess(encoder, of, { templates: ['a {}'] }).labels(labels, {});
  const [first, second] = await Promise.all([ask(['cat', 'dog']), ask(['cat', 'dog'])]);
  first[0]![0]!.fill(9);
  expect([encoder.calls.length, second[0]![0]![0]]).toEqual([1, 1]);
  await ask(['dog', 'cat']);
  await ask(['cat', 'dog'], operation());
  expect(encoder.calls).toHaveLength(3);
});

describe('meanUnit', () => {
  it('gives zeros where vectors cancel out', () => {
    expect([...meanUnit([Float32Array.of(1, 0), Float32Array.of(-1, 0)])]).toEqual([0, 0]);
  });
});
