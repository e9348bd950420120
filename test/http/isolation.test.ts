import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import breaking from './breaking/breaking.js';
import { asData, redAndBlue } from './pictures.js';
import { startTiny } from './tiny-server.js';
import type { TinyServer } from './tiny-server.js';

let server: TinyServer;
let source: { data: string };
beforeAll(async () => {
  server = await startTiny({ DEADLINE_MS: 20_000 }, { plugins: [breaking] });
  source = asData(await redAndBlue());
});
afterAll(() => server.close());

const QUERY = (how: string) => `query ($source: ImageSource!) { image(source: $source) {
  bad: segmentation(labels: ["red"], by: { breaking: { how: ${how} } }) { segments { label } }
  good: segmentation(labels: ["red"]) { segments { label coverage } }
  picture(maxSize: 10) { width }
} }`;

describe('a task that fails beside others', () => {
  it.each(['THROW', 'THROW_TEXT', 'NONSENSE', 'NAN'])('(%s) is null with an error at its path, and the rest stands', async (how) => {
    const { body, text } = await server.query(QUERY(how), { source });
    expect(body.data.image.bad).toBeNull();
    expect(body.data.image.good.segments).toEqual([{ label: 'red', coverage: expect.closeTo(0.5, 1) }]);
    expect(body.data.image.picture).toEqual({ width: 10 });
    expect(body.errors).toHaveLength(1);
    expect(body.errors[0]).toMatchObject({ path: ['image', 'bad'], extensions: { code: 'PLUGIN_FAILED', plugin: 'breaking' } });
    expect(text).not.toContain('secret');
  });

  it('leaves what it threw in the log', () => {
    expect(server.logged).toContainEqual(
      expect.objectContaining({ code: 'PLUGIN_FAILED', err: expect.objectContaining({ message: 'secret of the plugin' }) }),
    );
  });

  it.each(['THROW', 'NONSENSE'])('(%s) names the request whose line in the log says which field failed, and not why', async (how) => {
    const { body, headers } = await server.query(QUERY(how), { source });
    const { requestId } = body.errors[0].extensions;
    expect(requestId).toBe(headers.get('x-request-id'));
    expect(server.logged).toContainEqual(expect.objectContaining({ requestId, code: 'PLUGIN_FAILED', path: ['image', 'bad'] }));
    expect(body.errors[0].extensions).not.toHaveProperty('reason');
  });

  it('says why where the setting says so, and shows no stack', async () => {
    const told = await startTiny({ SHOW_CAUSES: true }, { plugins: [breaking] });
    const reasons = await Promise.all(
      ['THROW', 'THROW_TEXT'].map(async (how) => (await told.query(QUERY(how), { source })).body.errors[0].extensions.reason),
    );
    await told.close();
    expect(reasons).toEqual(['secret of the plugin', 'secret of the plugin']);
  });

  it('is a wrong argument of one field only', async () => {
    const { body } = await server.query(
      'query ($source: ImageSource!) { image(source: $source) { picture(maxSize: 0) { width } region(box: { x: 999, y: 0, width: 1, height: 1 }) { id } a: segmentation(labels: []) { meta { form } } b: segmentation(labels: ["red"]) { overlay(opacity: 2) { width } meta { form } } } }',
      { source },
    );
    expect(body.data.image).toMatchObject({
      picture: null,
      region: null,
      a: null,
      b: { overlay: null, meta: { form: expect.any(String) } },
    });
    const failed = body.errors.map((error: { path: string[]; extensions: { code: string } }) => [
      error.path.join('.'),
      error.extensions.code,
    ]);
    expect(failed).toHaveLength(4);
    expect(Object.fromEntries(failed)).toEqual({
      'image.picture': 'BAD_INPUT',
      'image.region': 'BAD_INPUT',
      'image.a': 'BAD_INPUT',
      'image.b.overlay': 'BAD_INPUT',
    });
  });
});

describe('without `by`', () => {
  it('the default method runs, never one that has no priority', async () => {
    const { body } = await server.query(
      'query ($source: ImageSource!) { image(source: $source) { segmentation(labels: ["red"]) { meta { method plugin } } } }',
      { source },
    );
    expect(body.data.image.segmentation.meta).toEqual({ method: 'maskclip', plugin: 'maskclip' });
  });
});

describe('a method that never answers', () => {
  it('is given up at the deadline of its operation', async () => {
    const hasty = await startTiny({ DEADLINE_MS: 1500 }, { plugins: [breaking] });
    try {
      const { body } = await hasty.query(
        'query ($source: ImageSource!) { image(source: $source) { width segmentation(labels: ["red"], by: { breaking: { how: HANG } }) { meta { form } } } }',
        { source },
      );
      expect(body.data.image).toEqual({ width: 448, segmentation: null });
      expect(body.errors[0].extensions.code).toBe('DEADLINE_EXCEEDED');
    } finally {
      await hasty.close();
    }
  });
});
