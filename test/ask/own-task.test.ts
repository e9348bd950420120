import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asData, redAndBlue } from '../http/pictures.js';
import { startTiny, type TinyServer } from '../http/tiny-server.js';
import palette from './palette.js';

let server: TinyServer;
let source: { data: string };
beforeAll(async () => {
  server = await startTiny({ DEADLINE_MS: 3000 }, { plugins: [palette] });
  source = asData(await redAndBlue());
});
afterAll(() => server.close());

const ask = async (fields: string) =>
  (await server.query(`query ($source: ImageSource!) { image(source: $source) { ${fields} } }`, { source })).body;
const LEFT = '{ x: 0, y: 0, width: 0.5, height: 1, unit: NORMALIZED }';
const META = 'meta { method plugin version form pack encoderRuns seed notices { code field message } timings { total } }';

describe("a plugin's own task", () => {
  it('answers about an Image and about Regions, with an id and meta that it did nothing for', async () => {
    const { data, errors, extensions } = await ask(`
      id
      palette { id colours colour(at: 1) x ${META} }
      region(box: ${LEFT}) { id palette(colours: 1) { id colours x meta { form } } }
      zoomed: region(box: ${LEFT}, zoom: true) { palette(colours: 1, by: { stripes: { weight: 0.5, seed: 0 } }) { id colours ${META} } }
    `);
    expect(errors).toBeUndefined();
    const { palette: whole, region, zoomed } = data.image;
    expect(whole).toMatchObject({ colours: ['#ff0000', '#0000ff'], colour: '#0000ff', x: 0 });
    expect(whole.meta).toMatchObject({
      method: 'stripes',
      plugin: 'palette',
      version: '1.2.3',
      form: 'stripes, weight none',
      pack: 'tiny',
      seed: 3,
    });
    expect(region.palette).toMatchObject({ colours: ['#ff0000'], meta: { form: 'stripes, weight none' } });
    expect(zoomed.palette).toMatchObject({ colours: ['#ff0000'], meta: { form: 'stripes, weight 0.5', seed: 0, encoderRuns: 1 } });
    expect(extensions.denseql.encoderRuns).toBe(2);
    const ids = [data.image.id, region.id, whole.id, region.palette.id, zoomed.palette.id];
    expect(new Set(ids).size).toBe(ids.length);
    expect((await ask('palette { id }')).data.image.palette.id).toBe(whole.id);
  });

  it('is refused for wrong arguments and options by their names, and the rest stands', async () => {
    const { data, errors } = await ask(`
      a: palette(colours: 17) { colours }
      b: palette(by: { stripes: { seed: 10 } }) { colours }
      c: palette(by: { stripes: { weight: 0 } }) { colours }
      d: palette { colour(at: 2) colours }
    `);
    expect(data.image).toEqual({ a: null, b: null, c: null, d: { colour: null, colours: ['#ff0000', '#0000ff'] } });
    const told = Object.fromEntries(
      errors.map(({ path, message, extensions }: { path: string[]; message: string; extensions: { code: string } }) => [
        path.at(-1) === 'colour' ? 'colour' : path[1],
        `${extensions.code} ${message}`,
      ]),
    );
    expect(told).toEqual({
      a: 'BAD_INPUT colours: must be 1 to 16, not 17.',
      b: 'BAD_INPUT by.stripes.seed: must be a whole number, 0 to 9, not 10.',
      c: 'BAD_INPUT by.stripes.weight: must be above 0 and at most 1, not 0.',
      colour: 'BAD_INPUT at: must be 0 to 1, not 2.',
    });
  });

  it.each([
    ['its method throws', 'palette(by: { stripes: { fail: THROW } }) { colours }', 'bad'],
    ['its method gives what its check refuses', 'palette(by: { stripes: { fail: FEW } }) { colours }', 'bad'],
    ['its question throws', 'palette(like: "break the question") { colours }', 'bad'],
    ['its answer throws', 'palette(like: "break the answer") { colours }', 'bad'],
    ['a field of its answer throws', 'palette { broken }', 'bad.broken'],
  ])('is PLUGIN_FAILED with its name where %s', async (_, field, path) => {
    const { data, errors } = await ask(`bad: ${field} good: palette { colours }`);
    expect(data.image.good.colours).toHaveLength(2);
    expect(errors).toHaveLength(1);
    expect(errors[0].path.slice(1).join('.')).toBe(path);
    expect(errors[0].extensions).toMatchObject({ code: 'PLUGIN_FAILED', plugin: 'palette' });
    expect(errors[0].message).toMatch(/^Plugin "palette"/);
    expect(JSON.stringify(errors)).not.toContain('secret');
  });

  it.each(['palette(by: { stripes: { fail: HANG } }) { colours }', 'palette { never }'])(
    'ends at the deadline where it never answers: %s',
    async (field) => {
      const hasty = await startTiny({ DEADLINE_MS: 500 }, { plugins: [palette] });
      try {
        const { body } = await hasty.query(`query ($source: ImageSource!) { image(source: $source) { width bad: ${field} } }`, { source });
        expect(body.data.image.width).toBe(448);
        expect(body.errors[0].extensions).toMatchObject({ code: 'DEADLINE_EXCEEDED', plugin: 'palette' });
      } finally {
        await hasty.close();
      }
    },
  );

  it('says what was cut of a text that it had read', async () => {
    const like = Array.from({ length: 30 }, () => 'red').join(' ');
    const { data } = await ask(`palette(like: "${like}") { meta { notices { code field message } } }`);
    expect(data.image.palette.meta.notices).toEqual([
      { code: 'TEXT_CUT', field: 'like', message: expect.stringMatching(/tiny reads 16 tokens.* 3\d/) },
    ]);
  });

  it('is listed with its options', async () => {
    const { body } = await server.query('{ plugins(task: "palette") { name methods { task key options { name type default min max } } } }');
    expect(body.data.plugins).toEqual([
      {
        name: 'palette',
        methods: [
          {
            task: 'palette',
            key: 'stripes',
            options: [
              { name: 'fail', type: 'StripeFailure!', default: 'NOT', min: null, max: null },
              { name: 'seed', type: 'Int!', default: '3', min: 0, max: 9 },
              { name: 'weight', type: 'Float', default: null, min: 0, max: 1 },
            ],
          },
        ],
      },
    ]);
  });
});
