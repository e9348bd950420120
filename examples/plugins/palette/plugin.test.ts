import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildPicture, createTestServer, testPlugin } from 'denseql/testing';
import plugin from './index.js';

test('palette is a good plugin', () => testPlugin(plugin));

test('the colour that covers most comes first', async () => {
  const { source } = await buildPicture({
    width: 128,
    height: 128,
    background: [0, 0, 255],
    shapes: [{ kind: 'rectangle', x: 0, y: 0, width: 32, height: 128, colour: [255, 0, 0] }],
  });
  const server = await createTestServer({ plugins: [plugin] });
  const { data, errors } = await server.query(
    'query ($source: ImageSource!) { image(source: $source) { palette(colours: 2) { colours { hex share } meta { encoderRuns } } } }',
    { source },
  );
  await server.close();
  assert.equal(errors, undefined);
  const [blue, red] = data.image.palette.colours;
  assert.deepEqual([blue.hex, red.hex], ['#2020e0', '#e02020']);
  assert.ok(Math.abs(blue.share - 0.75) < 0.05);
});
