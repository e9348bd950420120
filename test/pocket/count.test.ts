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
    const result = await app.execute(`{ image(source: { sample: "fig-bowl" }, detail: LOW) { ${fields} } }`, {});
    expect(result.errors).toBeUndefined();
    return result.data?.['image'] as Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any
  };

  it('finds the one fig, and nothing of what is not there', async () => {
    const { figs, none } = await ask(`figs: count(of: "fig", ${BY}) { ${FIELDS} } none: count(of: "submarine", ${BY}) { ${FIELDS} }`);
    expect(figs).toMatchObject({ total: 1, saturated: false, uncertainty: null, meta: { form: 'training-free (stand-in)' } });
    expect(figs.points).toHaveLength(1);
    expect(none).toMatchObject({ total: 0, points: [] });
    expect(none.score).toBeLessThan(0.5);
  });

  it('does not depend on what else is asked, on order or on the cache', async () => {
    const first = await ask(`figs: count(of: "fig", ${BY}) { ${FIELDS} }`);
    const among = await ask(
      `bowl: count(of: "bowl", ${BY}) { total } figs: count(of: "fig", ${BY}) { ${FIELDS} } segmentation(labels: ["fig"]) { meta { form } }`,
    );
    expect(among['figs']).toEqual(first['figs']);
  });
});
