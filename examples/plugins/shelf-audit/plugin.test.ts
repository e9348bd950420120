import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildPicture, createFakeEncoder, createTestServer, testPlugin } from 'denseql/testing';
import plugin from './index.js';

test('shelf-audit is a good plugin', () => testPlugin(plugin));

test('the upper shelf has red things, the lower one none, in one pass beside other tasks', async () => {
  const { source } = await buildPicture({
    width: 448,
    height: 448,
    background: [0, 0, 255],
    shapes: [
      { kind: 'rectangle', x: 56, y: 56, width: 84, height: 84, colour: [255, 0, 0] },
      { kind: 'rectangle', x: 280, y: 56, width: 84, height: 84, colour: [255, 0, 0] },
    ],
  });
  const encoder = createFakeEncoder();
  const server = await createTestServer({ plugins: [plugin], encoder });
  const { data, errors } = await server.query(
    `query ($source: ImageSource!) { image(source: $source) {
      shelfAudit(of: "red", shelves: 2) { shelves { total box { y height } } empty }
      segmentation(labels: ["red"]) { segments { score } }
      detection(labels: ["red"]) { objects { score } }
      count(of: "red") { total }
    } }`,
    { source },
  );
  await server.close();
  assert.equal(errors, undefined);
  const { shelves, empty } = data.image.shelfAudit;
  assert.deepEqual([shelves.length, empty], [2, [1]]);
  assert.ok(shelves[0].total >= 1, `${shelves[0].total} on the upper shelf`);
  assert.equal(encoder.passes, 1);
});
