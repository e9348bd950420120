import { describe, expect, it } from 'vitest';
import { Segmenter, type LearnedPrompt, type SegmentCall, type SegmentResult } from '../core/index.js';
import { half, plugin, sdl } from '../../test/plugins/good.js';
import { builtIns } from '../plugins/index.js';
import { buildPicture, createFakeEncoder, createTestServer, examinePlugin, testPlugin } from './index.js';

/** What two methods cannot do without: pictures beside the one that is asked about. */
const OPTIONS = {
  memory: '{ normal: [{ sample: "cat" }, { sample: "raccoon" }] }',
  mutual: '{ among: [{ sample: "cat" }, { sample: "raccoon" }] }',
};

describe('testPlugin', () => {
  it.each(builtIns.map((builtIn) => [builtIn.name, builtIn] as const))('finds nothing wrong with %s', async (_name, builtIn) => {
    const { problems } = await examinePlugin(builtIn, { options: OPTIONS });
    expect(problems).toEqual([]);
  });

  it('finds nothing wrong with a good plugin', () => testPlugin(plugin()));

  type Segment = (call: SegmentCall) => Promise<SegmentResult> | SegmentResult;
  const BAD: readonly (readonly [string, Segment, RegExp])[] = [
    [
      'is random',
      (call) => ({ ...half(call), scores: call.labels.map(() => Math.random()) }),
      /answers a picture of 112 x 84 pixels in two ways/,
    ],
    [
      'writes to its inputs',
      (call) => {
        call.features.output('dense').data[0] = 7;
        return half(call);
      },
      /"bad" writes to the output "dense" that it was given/,
    ],
    [
      'goes on',
      async (call) => (await new Promise((resolve) => setTimeout(resolve, 1500)), half(call)),
      /goes on 1000 ms after everybody left/,
    ],
    [
      'throws at odd shapes',
      (call) => (call.features.rows > 10 ? (null as never) : half(call)),
      /fails on .*a picture of 1 x 4000 pixels.*: .*A wrong result/,
    ],
  ];
  it.each(BAD)('finds a method that %s', async (_what, segment, problem) => {
    class Bad implements Segmenter {
      async segment(call: SegmentCall): Promise<SegmentResult> {
        return segment(call);
      }
    }
    await expect(testPlugin(plugin({ methods: [{ task: Segmenter, key: 'bad', use: Bad }] }))).rejects.toThrow(problem);
  });

  it('says once what goes wrong on every picture, and once what escaped', async () => {
    class Bad implements Segmenter {
      async segment(call: SegmentCall): Promise<SegmentResult> {
        void Promise.reject(new Error('nobody waits'));
        return { ...half(call), scores: [] };
      }
    }
    const { problems } = await examinePlugin(plugin({ name: 'stray', methods: [{ task: Segmenter, key: 'bad', use: Bad }] }));
    expect(problems).toHaveLength(2);
    expect(problems[0]).toMatch(
      /fails on a picture of 112 x 84 pixels, a picture of 1 x 1 pixel, a picture of 1 x 4000 pixels, a picture of one colour: /,
    );
    expect(problems[1]).toMatch(/^Plugin "stray": a promise that nobody waited for failed, .*nobody waits\. Await it/);
  });

  it('tells of everything at once', async () => {
    const { problems } = await examinePlugin(plugin({ schema: sdl('bad', 'much: Int! = 1') }));
    expect(problems).toEqual([
      'Plugin "bad": its schema does not describe badOptions.much: write a text in quotes above each.',
      'The option bad.much has no range: write `@constraint(min: ..., max: ...)` behind it.',
    ]);
    await expect(testPlugin(plugin({ host: '^9.0.0' }))).rejects.toThrow(/was written for plugin interface/);
  });
});

describe('the fake encoder', () => {
  it('finds by colour what a picture shows, exactly where it was painted, in one pass for all fields', async () => {
    const picture = await buildPicture({
      ...{ width: 112, height: 112, background: [0, 0, 255] },
      shapes: [{ kind: 'rectangle', x: 28, y: 28, width: 56, height: 28, colour: [255, 0, 0] }],
    });
    const encoder = createFakeEncoder();
    const server = await createTestServer({ encoder });
    const { data, errors } = await server.query(
      `query ($source: ImageSource!) { image(source: $source) {
        a: segmentation(labels: ["red", "blue"], maxSize: 112) { segments { mask { area } } }
        b: segmentation(labels: ["green"]) { segments { score } }
        detection(labels: ["red"]) { objects { score } }
      } }`,
      { source: picture.source },
    );
    await server.close();
    expect(errors).toBeUndefined();
    const painted = picture.mask(0).reduce((sum, value) => sum + value, 0);
    expect(painted).toBe(56 * 28);
    expect(data.image.a.segments[0].mask.area).toBeGreaterThan(0.7 * painted);
    expect(data.image.a.segments[0].mask.area).toBeLessThan(1.4 * painted);
    expect(encoder.passes).toBe(1);
  });

  it('gives what a script says', async () => {
    const seen: number[] = [];
    const encoder = createFakeEncoder({ dims: 2, patch: ({ row, column }) => (seen.push(row, column), [1, 0]), text: () => [0, 1] });
    const server = await createTestServer({ encoder });
    const { source } = await buildPicture({ width: 56, height: 28, background: [9, 9, 9] });
    await server.query('query ($source: ImageSource!) { image(source: $source) { segmentation(labels: ["x"]) { segments { score } } } }', {
      source,
    });
    await server.close();
    expect(seen.length).toBeGreaterThan(3);
  });

  it('takes learned prompts where a script says what they are, and else is told to by name', async () => {
    const found: unknown[] = [];
    class Learned implements Segmenter {
      async segment(call: SegmentCall): Promise<SegmentResult> {
        const { tokenWidth } = call.pack;
        const prompt = [new Float32Array(tokenWidth ?? 1).fill(2), 'nut'];
        found.push(tokenWidth);
        found.push(...(await call.text.embedLearned([prompt])));
        return half(call);
      }
    }
    const { source } = await buildPicture({ width: 56, height: 28, background: [9, 9, 9] });
    const learned = { width: 3, vector: (prompt: LearnedPrompt) => [(prompt[0] as Float32Array)[2]!, prompt.length] };
    const codes = [];
    for (const options of [{ dims: 2, text: () => [0, 1], patch: () => [1, 0], learned }, {}]) {
      const plugins = [plugin({ methods: [{ task: Segmenter, key: 'bad', use: Learned }] })];
      const server = await createTestServer({ encoder: createFakeEncoder(options), plugins });
      const { errors = [] } = await server.query(
        'query ($source: ImageSource!) { image(source: $source) { segmentation(labels: ["x"], by: { bad: {} }) { segments { score } } } }',
        { source },
      );
      await server.close();
      codes.push(errors.map(({ message, extensions }) => [extensions['code'], message]));
    }
    expect(found).toEqual([3, Float32Array.of(Math.SQRT1_2, Math.SQRT1_2), null]);
    const told = /^text\.embedLearned, asked by the plugin "bad" \(method bad\): The pack fake takes no learned prompts/;
    expect(codes).toEqual([[], [['PLUGIN_UNAVAILABLE', expect.stringMatching(told)]]]);
  });
});

it('a real encoder answers where the test asks for it', async () => {
  const server = await createTestServer({ encoder: 'tiny', plugins: [plugin()] });
  const { source } = await buildPicture({ width: 112, height: 112, background: [255, 0, 0] });
  const { data } = await server.query(
    'query ($source: ImageSource!) { image(source: $source) { segmentation(labels: ["red"]) { meta { pack } } } }',
    { source },
  );
  await server.close();
  expect(data.image.segmentation.meta.pack).toBe('tiny');
});
