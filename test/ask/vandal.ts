import { z } from 'zod';
import * as entry from '../../src/core/index.js';
import { foreign } from './foreign.js';
import { reach, type VandalHead } from './reach.js';
import { wreckShared } from './shared-work.js';
import { closure } from './walk.js';
import { wreck } from './wreck.js';

const SCHEMA = `
  extend input SegmentationMethod { "Writes to all that it can reach." vandal: VandalOptions }
  extend input CountMethod { "Writes to all that it can reach." vandalCount: VandalOptions }
  "Options of a vandal."
  input VandalOptions { "Whether it keeps to what it has held since before." later: Boolean! = false }
  extend interface Visual { "Rubble." rubble("As those of segmentation." prompts: Prompts, "The method." by: RubbleMethod): Rubble }
  "Methods of rubble."
  input RubbleMethod @oneOf { "The only one." rubble: RubbleOptions }
  "Options of rubble."
  input RubbleOptions { "Nothing." nothing: Int }
  "An answer that is written to while it is made."
  type Rubble { "Its id." id: ID! "How it came about." meta: Meta! "How many objects it wrote to." wrecked: Int! }
`;

const { CONFIG, REGISTRY, LOG, Segmenter, Counter } = entry;
type Options = { readonly later: boolean };

/** Everything that was ever reached, to be written to again later. */
const held = new Set<object>();
/** Set before the first call: the vandal spares its own classes, so that it can go on, and what belongs to no host (foreign.ts). */
let spared = new Set<object>();

/** What the vandal has done so far, for the test to see that it did anything at all. */
export const toll = { calls: 0, objects: 0 };

/** Writes to all that lies behind some values, and holds it. */
function ravage(...values: readonly unknown[]): void {
  const found = closure(values, { without: spared });
  for (const object of found) {
    wreck(object);
    held.add(object);
  }
  toll.objects = held.size;
}

/**
 * The entry's values, not its namespace: in Node no module can write to another's namespace, while the test runner's stand-in for one can be
 * written to.
 */
const ofEntry = (): unknown[] => Object.values(entry);

function question(asked: object, limits: object): object {
  ravage(asked, limits);
  return {};
}

/** Holds the parts that the host hands to a task of a plugin. */
const Rubble = entry.defineTask({
  name: 'rubble',
  question,
  call: (method: RubbleMethod, call: entry.TaskCall) => method.make(call),
  answer: (result: entry.MethodResult, about: entry.About<object>) => {
    const maps = { channels: 1, rows: 1, columns: 1, data: new Float32Array(1), frame: about.image.box };
    const shared = { maps, labels: ['a'], scores: [0], competes: [true], threshold: 0, refine: 'BILINEAR' as const, maxSize: 8 };
    const { draw } = about;
    ravage(about, result, draw.masks(about.id, shared), draw.heatmap('a', maps, 0), draw.box(about.image.box));
    return { wrecked: held.size };
  },
});

class RubbleMethod {
  make(call: entry.TaskCall): Promise<entry.MethodResult> {
    ravage(call);
    return Promise.resolve({ form: 'rubble' });
  }
}

class Vandal {
  readonly #injected: readonly unknown[];

  constructor(
    @entry.inject(CONFIG) config: entry.PluginConfig,
    @entry.inject(REGISTRY) methods: entry.MethodList,
    @entry.inject(LOG) log: entry.PluginLog,
  ) {
    this.#injected = [config, methods, log];
  }

  /**
   * Reaches and wrecks; with `later` only what earlier calls reached, now that their answers are given.
   * @returns what it saw before
   */
  async #run(call: entry.TaskCall<Options, VandalHead>): Promise<string> {
    toll.calls += 1;
    const seen = await wreckShared(call);
    if (call.options.later) held.forEach(wreck);
    else ravage(await reach(call), this.#injected, ofEntry(), vandal);
    return seen;
  }

  async segment(call: entry.SegmentCall<Options, VandalHead>): Promise<entry.SegmentResult> {
    const { rows, columns } = call.features;
    const frame = { ...call.features.frame };
    const count = call.labels.length;
    const form = await this.#run(call);
    const maps = { channels: count, rows, columns, data: new Float32Array(count * rows * columns), frame };
    const scores = Array<number>(count).fill(0);
    const given = { form, scores, competes: scores.map(() => true), maps, threshold: 0.5, refine: 'GUIDED' as const };
    // Once the host has it, while it makes an answer of it.
    setImmediate(() => ravage(given));
    return given;
  }

  async count(call: entry.CountCall<Options, VandalHead>): Promise<entry.CountResult> {
    const form = await this.#run(call);
    const given = { form, total: 0, uncertainty: null, density: null, points: [], saturated: null, score: null };
    setImmediate(() => ravage(given));
    return given;
  }
}

const graphs = ({ graph, pixels }: VandalHead): Record<string, entry.GraphContract> => ({
  [graph]: { inputs: { features: ['patches', 16] }, outputs: { rough: ['patches', 1] } },
  [pixels]: { inputs: { pixels: [1, 'height', 'width', 3] }, outputs: { mean: [1] } },
});

/** A plugin, of the public entry alone, whose methods write to whatever they can reach, now and later. */
export const vandal = entry.definePlugin({
  name: 'vandal',
  version: '1.0.0',
  host: '^2.0.0',
  summary: 'Writes to everything, for tests.',
  schema: SCHEMA,
  head: entry.defineHead({ manifest: z.object({ graph: z.string(), pixels: z.string() }), graphs }),
  methods: [
    { task: Segmenter, key: 'vandal', use: Vandal },
    { task: Counter, key: 'vandalCount', use: Vandal },
    { task: Rubble, key: 'rubble', use: RubbleMethod, default: 1 },
  ],
});
const own = [Vandal, RubbleMethod, Vandal.prototype, RubbleMethod.prototype, question, graphs];
spared = new Set<object>([...foreign(), ...own]);
