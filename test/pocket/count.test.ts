import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/server/compose.js';
import { askAbout, pocketApp } from './pocket-encoder.js';

describe('counting on the shipped pack, without a head', () => {
  let app: App;
  beforeAll(async () => {
    app = await pocketApp();
  });
  afterAll(() => app.close());

  const BY = 'by: { clipEbc: { form: TRAINING_FREE } }';
  const FIELDS = 'total score saturated uncertainty points { x y } meta { form }';
  const ask = (fields: string) => askAbout(app, 'fig-bowl', 'LOW', fields);

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
