import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildPicture, createTestServer, testPlugin } from 'denseql/testing';
import plugin from './index.js';

test('colour-segmentation is a good plugin', () => testPlugin(plugin));

test('it finds red where red was painted', async () => {
  const { source, mask } = await buildPicture({
    width: 448,
    height: 448,
    background: [0, 0, 255],
    shapes: [{ kind: 'rectangle', x: 112, y: 112, width: 224, height: 224, colour: [255, 0, 0] }],
  });
  const server = await createTestServer({ plugins: [plugin] });
  const { data, errors } = await server.query(
    'query ($source: ImageSource!) { image(source: $source) { segmentation(labels: ["red", "blue"], by: { colourSegmentation: {} }) { segments { mask { area } } } } }',
    { source },
  );
  await server.close();
  assert.equal(errors, undefined);
  const painted = mask(0).reduce((sum, value) => sum + value, 0);
  const found = data.image.segmentation.segments[0].mask.area;
  assert.ok(Math.abs(found - painted) < 0.15 * painted, `${found} pixels found, ${painted} painted`);
});
