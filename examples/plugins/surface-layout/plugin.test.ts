import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestServer, testPlugin } from 'denseql/testing';
import plugin from './index.js';

// The head was trained for this pack, and is asked on it: `npm install` its package.
const encoder = { pack: 'pocket' };

test('surface-layout is a good plugin', () => testPlugin(plugin, { encoder, ask: { segmentation: { labels: '["sky", "ground"]' } } }));

test('it divides a picture among its classes, and refuses other labels', async () => {
  const server = await createTestServer({ plugins: [plugin], encoder });
  const ask = (labels: string) =>
    server.query(
      `{ image(source: { sample: "cat" }) { segmentation(labels: ${labels}, by: { surfaceLayout: {} }) { segments { label coverage } meta { form } } } }`,
    );
  const { data, errors } = await ask('["sky", "ground", "upright"]');
  const other = await ask('["dog"]');
  await server.close();
  assert.equal(errors, undefined);
  const [sky, , upright] = data.image.segmentation.segments;
  assert.ok(upright.coverage > sky.coverage, `a cat indoors: ${upright.coverage} upright, ${sky.coverage} sky`);
  assert.equal(other.errors?.[0]?.extensions['code'], 'BAD_INPUT');
});
