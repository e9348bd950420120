import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unboundedOperation } from '../../src/cli/session.js';
import type { Encoder } from '../../src/core/encoder/contract/encoder.js';
import type { App } from '../../src/server/compose.js';
import { askAbout, pocketApp, pocketEncoder } from './pocket-encoder.js';

/** What a sample is of, and what covers more of it. */
const SAMPLES = [
  ['honey-bee', 'bee', 'flower'],
  ['pagoda', 'castle', 'tree'],
  ['hot-air-balloon', 'balloon', 'bird'],
] as const;

describe("pocket's vector of a whole picture", () => {
  let [app, encoder] = [] as unknown as [App, Encoder];
  beforeAll(async () => {
    [app, encoder] = await Promise.all([pocketApp(), pocketEncoder()]);
  });
  afterAll(() => Promise.all([app.close(), encoder.close()]));

  it.each(SAMPLES)('says what %s is of: %s rather than %s', async (sample, thing, rest) => {
    const texts = await encoder.encodeTexts([thing, rest], unboundedOperation());
    const { embedding } = (await askAbout(app, sample, 'LOW', 'embedding')) as { embedding: number[] };
    const [named, passed] = texts.map(({ vector }) => vector.reduce((sum, value, index) => sum + value * embedding[index]!, 0));
    // A plain mean of all patches gives the bee .39 and the flower .57, the balloon .10.
    expect(named).toBeGreaterThan(0.2);
    expect(named).toBeGreaterThan(passed! + 0.04);
  });
});
