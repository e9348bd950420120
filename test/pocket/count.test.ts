import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/core/config.js';
import { compose } from '../../src/server/compose.js';

describe('counting on the shipped pack, without a head', () => {
  let app: Awaited<ReturnType<typeof compose>>;
  beforeAll(async () => {
    app = await compose({ ...readConfig({}), DEVICE: 'cpu', LOG_LEVEL: 'silent' });
    await app.ready();
  });
  afterAll(() => app.close());

  const BY = 'by: { clipEbc: { form: TRAINING_FREE } }';
  const FIELDS = 'total score saturated uncertainty points { x y } meta { form }';
  const ask = async (fields: string) => {
    const result = await app.execute(`{ image(source: { sample: "spaniels" }, detail: LOW) { ${fields} } }`, {});
    expect(result.errors).toBeUndefined();
    return result.data?.['image'] as Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any
  };

  it('finds the two dogs, and nothing of what is not there', async () => {
    const { dogs, none } = await ask(`dogs: count(of: "dog", ${BY}) { ${FIELDS} } none: count(of: "submarine", ${BY}) { ${FIELDS} }`);
    expect(dogs).toMatchObject({ saturated: false, uncertainty: null, meta: { form: 'training-free (stand-in)' } });
    // The stand-in may take a head for a dog of its own, or two dogs for one.
    expect(dogs.total).toBeGreaterThanOrEqual(1);
    expect(dogs.total).toBeLessThanOrEqual(4);
    expect(dogs.points).toHaveLength(dogs.total);
    expect(none).toMatchObject({ total: 0, points: [] });
    expect(none.score).toBeLessThan(0.5);
  });

  it('does not depend on what else is asked, on order or on the cache', async () => {
    const first = await ask(`dogs: count(of: "dog", ${BY}) { ${FIELDS} }`);
    const among = await ask(
      `window: count(of: "window", ${BY}) { total } dogs: count(of: "dog", ${BY}) { ${FIELDS} } segmentation(labels: ["dog"]) { meta { form } }`,
    );
    expect(among['dogs']).toEqual(first['dogs']);
  });
});
