import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Segmenter, type SegmentCall, type SegmentResult } from '../../src/core/index.js';
import { startTiny, type TinyServer } from '../http/tiny-server.js';
import { half, plugin, sdl } from './good.js';

const HOW = ['THROWS', 'NAN', 'GRID', 'LABELS', 'HUGE', 'TEXTS', 'WRITES', 'HANGS', 'EXITS'] as const;
type How = (typeof HOW)[number];

/** 5 GB of zeros, which the system gives without a byte of memory until somebody looks at them. */
const HUGE = { rows: 25_000, columns: 25_000 };

const RESULTS: Readonly<Record<How, (call: SegmentCall, good: SegmentResult) => SegmentResult | Promise<SegmentResult>>> = {
  THROWS: () => {
    throw new Error('no licence');
  },
  NAN: (_, good) => ({ ...good, maps: { ...good.maps, data: good.maps.data.fill(NaN) } }),
  GRID: (_, good) => ({ ...good, maps: { ...good.maps, rows: good.maps.rows + 1 } }),
  LABELS: (_, good) => ({ ...good, scores: good.scores.slice(1) }),
  HUGE: (_, good) => ({ ...good, maps: { ...good.maps, ...HUGE, data: new Float32Array(2 * HUGE.rows * HUGE.columns) } }),
  TEXTS: async ({ text }, good) => {
    await text.embed(Array.from({ length: 5000 }, (_, index) => `text ${index}`));
    return good;
  },
  WRITES: ({ features }, good) => {
    features.output('dense').data.fill(NaN);
    return good;
  },
  HANGS: () => new Promise(() => undefined),
  EXITS: (_, good) => (process.exit(3), good),
};

class Bad implements Segmenter<{ how: How }> {
  async segment(call: SegmentCall<{ how: How }>): Promise<SegmentResult> {
    return RESULTS[call.options.how](call, half(call));
  }
}

const bad = plugin({
  schema: `${sdl('bad', '"In which way." how: BadHow!')} "Ways to be bad." enum BadHow { ${HOW.map((how) => `"One." ${how}`).join(' ')} }`,
  methods: [{ task: Segmenter, key: 'bad', use: Bad }],
});

let server: TinyServer;
beforeAll(async () => {
  server = await startTiny({ DEADLINE_MS: 2500, SHOW_CAUSES: true }, { plugins: [bad] });
});
afterAll(() => server.close());

/** The plugin's field beside one of another, on the same picture. */
const ask = (how: How) =>
  server.query(`{ image(source: { sample: "cat" }) {
    bad: segmentation(labels: ["cat", "sofa"], by: { bad: { how: ${how} } }) { meta { form } }
    good: segmentation(labels: ["red", "blue"], by: { maskclip: {} }) { segments { score } }
  } }`);

const FAILED = 'Plugin "bad" failed in its method "bad".';
/** What the field says, and why. */
const CASES: readonly [how: How, sentence: RegExp | string, reason?: RegExp][] = [
  ['THROWS', FAILED, /^no licence$/],
  ['NAN', FAILED, /^A wrong result: maps\.data\[0\] is NaN, not in \[0, 1\]\.$/],
  ['GRID', FAILED, /^A wrong result: maps\.data is no Float32Array of 2 channels x \d+ rows x \d+ columns\.$/],
  ['LABELS', FAILED, /^A wrong result: scores has not one number a label \(2\)\.$/],
  ['HUGE', FAILED, /^A wrong result: maps has \d+ numbers, more than the \d+ that one tensor may have: make it coarser\.$/],
  ['TEXTS', /^text\.embed, asked by the plugin "bad" \(method bad\): MAX_TEXTS: 5000 texts asked, 2000 allowed\. Ask for less/],
  ['HANGS', 'The deadline passed while plugin "bad" was running "bad".'],
  ['EXITS', FAILED, /^Plugin "bad" called process\.exit\(3\), which would end the server, and was refused: throw an error instead\.$/],
];

describe('a method with a mistake fails at its own field', () => {
  it.each(CASES)('%s', async (how, sentence, reason) => {
    const { body } = await ask(how);
    expect(body.errors).toHaveLength(1);
    expect(body.errors[0].path).toEqual(['image', 'bad']);
    expect(body.errors[0].message).toMatch(sentence);
    if (reason) expect(body.errors[0].extensions.reason).toMatch(reason);
    expect(body.data.image.good.segments).toHaveLength(2);
    expect((await fetch(`${server.url}health/ready`)).status).toBe(200);
  });

  it('WRITES: what it writes to its inputs reaches nobody', async () => {
    const before = (await ask('THROWS')).body.data.image.good;
    const { body } = await ask('WRITES');
    expect(body.errors).toBeUndefined();
    expect([body.data.image.bad.meta.form, body.data.image.good]).toEqual(['half', before]);
  });

  it('is looked over before gigabytes are', async () => {
    const started = performance.now();
    await ask('HUGE');
    expect(performance.now() - started).toBeLessThan(1500);
  });
});

describe('the log says at the start', () => {
  const messages = async (more: Parameters<typeof plugin>[0]): Promise<readonly unknown[]> => {
    const started = await startTiny({}, { plugins: [plugin(more)] });
    await started.close();
    return started.logged.map(({ msg, plugins }) => plugins ?? msg);
  };

  it('what was loaded, and who takes over a default', async () => {
    const said = await messages({ methods: [{ task: Segmenter, key: 'bad', use: Bad, default: 1000 }], schema: sdl('bad') });
    expect(said).toContainEqual(expect.arrayContaining(['bad 1.0.0: segmentation by bad']));
    expect(said).toContainEqual(
      expect.stringMatching(
        /^Plugin "bad" takes over the default of segmentation: "bad" \(priority 1000\) answers where "maskclip" of the plugin "maskclip"/,
      ),
    );
  });

  it('what has no description', async () => {
    const said = await messages({
      schema: 'extend input SegmentationMethod { bad: BadOptions } "Options." input BadOptions { none: Int }',
    });
    expect(said).toContain(
      'Plugin "bad": its schema does not describe SegmentationMethod.bad, BadOptions.none: write a text in quotes above each.',
    );
  });
});
