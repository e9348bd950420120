import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Counter, Segmenter, type TaskCall } from '../../src/core/index.js';
import { asData, painted, redAndBlue } from '../http/pictures.js';
import { startTiny, type TinyServer } from '../http/tiny-server.js';
import palette, { Palette } from './palette.js';
import relay, { Relay, script } from './relay.js';

let server: TinyServer;
let source: { data: string };
beforeAll(async () => {
  server = await startTiny({ MAX_PASSES: 4, MAX_IMAGES: 3, DEADLINE_MS: 5000 }, { plugins: [palette, relay] });
  source = asData(await redAndBlue());
});
afterAll(() => server.close());

const META = 'meta { encoderRuns cacheHit form notices { code field message } }';
async function relayed(run: (call: TaskCall) => Promise<void>, picture: unknown = source, inner = `relay { done ${META} } width`) {
  script.run = run;
  return (await server.query(`query ($source: ImageSource!) { image(source: $source) { ${inner} } }`, { source: picture })).body;
}
const fresh = async (color: string) => asData(await painted(448, 448, color, []));
const errorOf = ({ errors }: { errors: { message: string; extensions: Record<string, unknown> }[] }) => {
  expect(errors).toHaveLength(1);
  return errors[0]!;
};

describe('a method that asks others', () => {
  it('pays in its own answer for what they start, in one budget', async () => {
    const part = { x: 0, y: 0, width: 112, height: 112 };
    const looks = async (call: TaskCall) => {
      await call.ask(Segmenter, { labels: ['red'] });
      await call.region(part, { zoom: true }).ask(Counter, { of: 'red' });
      await call.region(part).ask(Counter, { of: 'red' });
      const other = await call.visual(await fresh('#224466'));
      await other.ask(Palette, { colours: 2 });
    };
    const { data, errors, extensions } = await relayed(looks, await fresh('#123456'));
    expect(errors).toBeUndefined();
    expect(data.image.relay.meta).toMatchObject({ encoderRuns: 3, cacheHit: false });
    expect(extensions.denseql.encoderRuns).toBe(3);
    expect((await relayed(looks, await fresh('#123456'))).data.image.relay.meta).toMatchObject({ encoderRuns: 0, cacheHit: true });
  });

  it('is refused passes and pictures beyond the limits of the operation', async () => {
    const zooming = await relayed(
      async (call) => {
        for (let x = 0; x < 6; x += 1) await call.region({ x: x * 30, y: 0, width: 60, height: 60 }, { zoom: true }).features();
      },
      await fresh('#654321'),
    );
    expect(errorOf(zooming).extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 'MAX_PASSES' });
    const opening = await relayed(async (call) => {
      for (const color of ['#111111', '#222222', '#111111', '#333333']) await call.visual(await fresh(color));
    });
    expect(errorOf(opening).extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 'MAX_IMAGES', asked: 4, allowed: 3 });
    expect(opening.data.image.width).toBe(448);
  });

  it('is told what is wrong with its questions, and by whom', async () => {
    const bad = await relayed(async (call) => void (await call.ask(Segmenter, { labels: [] })));
    expect(errorOf(bad)).toMatchObject({
      message: expect.stringMatching(/^segmentation, asked by the plugin "relay" \(method runs\): labels: needs 1 to/),
      extensions: { code: 'BAD_INPUT', plugin: 'relay', method: 'runs' },
    });
    expect(errorOf(bad).extensions).not.toHaveProperty('field');
    const two = await relayed(async (call) => void (await call.ask(Counter, { by: { clipEbc: {}, other: {} } })));
    expect(errorOf(two).message).toMatch(/by: exactly one method/);
    const option = await relayed(async (call) => void (await call.ask(Counter, { by: { clipEbc: { tiles: 1.5 } } })));
    expect(errorOf(option).message).toMatch(/by\.clipEbc\.tiles: must be a whole number, 1 to 8, not 1\.5/);
    const none = await relayed(async (call) => void (await call.ask(Counter, { by: { nobody: {} } })));
    expect(errorOf(none).extensions).toMatchObject({ code: 'PLUGIN_UNAVAILABLE' });
    const failed = await relayed(async (call) => void (await call.ask(Palette, { by: { stripes: { fail: 'THROW' } } })));
    expect(errorOf(failed).extensions).toMatchObject({ code: 'PLUGIN_FAILED', plugin: 'palette', method: 'stripes' });
    const damaged = await relayed(async (call) => void (await call.visual({ data: Buffer.from('no picture').toString('base64') })));
    expect(['BAD_IMAGE', 'UNSUPPORTED_FORMAT']).toContain(errorOf(damaged).extensions['code']);
  });

  it('may do without an answer that it could not get', async () => {
    const { data, errors } = await relayed(async (call) => {
      await call.ask(Palette, { colours: 99 }).catch(() => undefined);
    });
    expect([errors, data.image.relay.done]).toEqual([undefined, true]);
  });

  it('hands on what they have to say', async () => {
    const long = Array.from({ length: 30 }, () => 'red').join(' ');
    const { data } = await relayed(async (call) => void (await call.ask(Counter, { of: long })));
    const [notice] = data.image.relay.meta.notices;
    expect(notice).toMatchObject({ code: 'TEXT_CUT', field: null, message: expect.stringMatching(/^count by clipEbc: /) });
  });

  it('ends with its operation, whoever it waits for', async () => {
    const hasty = await startTiny({ DEADLINE_MS: 600 }, { plugins: [palette, relay] });
    try {
      script.run = async (call) => void (await call.ask(Palette, { by: { stripes: { fail: 'HANG' } } }));
      const { body } = await hasty.query('query ($source: ImageSource!) { image(source: $source) { width relay { done } } }', { source });
      expect(body.data.image).toEqual({ width: 448, relay: null });
      expect(body.errors[0].extensions).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    } finally {
      await hasty.close();
    }
  });
});

describe('methods that ask each other in a circle', () => {
  it('are refused at a depth, and the chain is named', async () => {
    let depth = 0;
    const circle = await relayed(async (call) => {
      depth += 1;
      await call.ask(Relay, {});
    });
    expect(errorOf(circle)).toMatchObject({
      message: expect.stringMatching(/^Plugin "relay".*8 deep: relay by runs -> relay by runs -> /),
      extensions: { code: 'PLUGIN_FAILED', plugin: 'relay' },
    });
    expect(depth).toBe(8);
    expect(circle.data.image.width).toBe(448);
  });
});
