import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AnomalyDetector,
  definePlugin,
  type AnomalyCall,
  type AnomalyResult,
  type Features,
  type ReferenceSet,
} from '../../src/core/index.js';
import { asData, redAndBlue } from '../http/pictures.js';
import { CREATE, DELETE, LIST, setAsker } from '../http/set-queries.js';
import { startTiny, type TinyServer } from '../http/tiny-server.js';

type Call = AnomalyCall<{ set: string }>;

/** What the method does with the set it is asked with; each test says. */
let look: (set: ReferenceSet, call: Call) => Promise<unknown>;

class BySet implements AnomalyDetector<{ set: string }> {
  async findAnomalies(call: Call): Promise<AnomalyResult> {
    const { rows, columns, frame } = call.features;
    const said = await look(await call.referenceSet(call.options.set, 'by.bySet.set'), call);
    return {
      form: JSON.stringify(said),
      score: 0,
      threshold: null,
      percentile: null,
      map: { channels: 1, rows, columns, frame, data: new Float32Array(rows * columns) },
      mapThreshold: null,
      uncertainty: null,
    };
  }
}

const plugin = definePlugin({
  name: 'sets',
  version: '1.0.0',
  host: '^2.0.0',
  summary: 'Says what a set holds, for tests.',
  schema: 'extend input AnomalyMethod { "For tests." bySet: BySetOptions } "Options of `bySet`." input BySetOptions { "A set." set: ID! }',
  methods: [{ task: AnomalyDetector, key: 'bySet', use: BySet }],
});

const BOX = { x: 230, y: 10, width: 100, height: 200 };
let folder: string;
let server: TinyServer;
let source: { data: string };
let set: { id: string };
const { done, failed } = setAsker(() => server);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'denseql-sets-'));
  server = await startTiny({ SETS_DIR: folder }, { plugins: [plugin] });
  source = asData(await redAndBlue());
  const items = [
    { source, label: 'flag' },
    { source, box: BOX, label: 'blue' },
  ];
  set = (await done(CREATE, { items })).createReferenceSet;
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const QUERY =
  'query ($source: ImageSource!, $set: ID!) { image(source: $source) { anomaly(by: { bySet: { set: $set } }) { id meta { form encoderRuns } } } }';
const said = async (asked: typeof look) => {
  look = asked;
  return JSON.parse((await done(QUERY, { source, set: set.id })).image.anomaly.meta.form as string) as unknown;
};
const numbers = (features: Features) => [...features.outputs].sort().map((name) => [name, ...features.output(name).data]);

describe('a method that is given a reference set', () => {
  it('has its items as they were added, frozen', async () => {
    const found = await said(async ({ items, ...rest }) => ({
      ...rest,
      items: items.map(({ label, box, original }) => ({ label, box, original })),
      frozen: Object.isFrozen(items) && items.every((item) => Object.isFrozen(item) && Object.isFrozen(item.original)),
    }));
    const original = { width: 448, height: 448 };
    expect(found).toMatchObject({
      ...{ id: set.id, name: 'flanges', detail: 'MEDIUM', frozen: true },
      items: [
        { label: 'flag', box: null, original },
        { label: 'blue', box: BOX, original },
      ],
    });
  });

  it('has the features of the pictures and of parts of them, number for number, as copies', async () => {
    const found = await said(async (held, call) => {
      const [whole, part] = await Promise.all(held.items.map((item) => held.features(item)));
      const asked = await call.visual(source);
      const own = [await asked.features(), await asked.region(BOX).features()];
      const same = [whole!, part!].map((features, at) => JSON.stringify(numbers(features)) === JSON.stringify(numbers(own[at]!)));
      const boxes = [whole!, part!].map(({ rows, columns, frame }) => ({ rows, columns, frame }));
      whole!.output('dense').data.fill(7);
      const again = await held.features(held.items[0]!);
      return {
        same,
        boxes: JSON.stringify(boxes) === JSON.stringify(own.map(({ rows, columns, frame }) => ({ rows, columns, frame }))),
        again: again.output('dense').data.every((value) => value !== 7),
      };
    });
    expect(found).toEqual({ same: [true, true], boxes: true, again: true });
  });

  it('learns once, across operations, for each key', async () => {
    let made = 0;
    const learn = (key: string) =>
      said((held) => held.learn(key, async () => ({ rows: Float32Array.of((made += 1)) })).then(({ rows }) => rows[0]));
    expect([await learn('a'), await learn('a'), await learn('b'), await learn('a')]).toEqual([1, 1, 2, 1]);
  });

  it('learns on when the deadline has passed, with all that learning needs', async () => {
    const hasty = await startTiny({ SETS_DIR: folder, DEADLINE_MS: 4000 }, { plugins: [plugin] });
    const asker = setAsker(() => hasty);
    try {
      // The store is open, and the picture's pass is there, before the deadline counts.
      look = async () => null;
      for (const query of [LIST, QUERY]) await asker.send(query, { source, set: set.id });
      let open!: () => void;
      const gate = new Promise<void>((done) => (open = done));
      let made = 0;
      look = (held, { compute, signal, text }) =>
        held.learn('slow', async () => {
          made += 1;
          await gate;
          signal.throwIfAborted();
          const { data } = (await held.features(held.items[0]!)).output('dense');
          const one = { data: Float32Array.of(1, 0), dims: [1, 2] };
          const { row } = await compute.nearest({ query: one, memory: one });
          return { rows: row, numbers: data.length, words: (await text.embed(['red'])).length };
        });
      expect(await asker.failed(QUERY, { source, set: set.id })).toEqual([
        expect.stringMatching(
          /^DEADLINE_EXCEEDED The deadline passed while plugin "sets" was running "bySet": .* Learning goes on: ask again\.$/,
        ),
      ]);
      open();
      const { meta } = (await asker.done(QUERY, { source, set: set.id })).image.anomaly;
      expect(JSON.parse(meta.form as string)).toMatchObject({ rows: { 0: 0 } });
      expect(made).toBe(1);
    } finally {
      await hasty.close();
    }
  });

  it('is told of what is wrong by the field that the client wrote, and of its own mistakes', async () => {
    look = async () => null;
    expect(await failed(QUERY, { source, set: 'none' })).toEqual([expect.stringMatching(/^SET_NOT_FOUND No reference set "none"/)]);
    look = (held) => held.features({ id: 'of nothing' });
    expect(await failed(QUERY, { source, set: set.id })).toEqual([expect.stringMatching(/^BAD_INPUT item: is none of the set/)]);
  });

  it('is told where the set goes while it is read', async () => {
    const other = (await done(CREATE, { items: [{ source: asData(await redAndBlue()), box: BOX }] })).createReferenceSet as { id: string };
    look = async (held) => {
      // The picture is in the other set, too: what is shared stays.
      await done(DELETE, { id: set.id });
      await held.features(held.items[0]!);
      await done(DELETE, { id: other.id });
      return held.features(held.items[0]!);
    };
    expect(await failed(QUERY, { source, set: set.id })).toEqual([expect.stringMatching(/^SET_NOT_FOUND/)]);
  });
});
