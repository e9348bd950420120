import { definePlugin, defineTask, type Box, type MethodResult, type ScoreMaps, type TaskCall } from '../../src/core/index.js';

// Tasks that the playground has never heard of, of shapes that it draws: boxes with scores, a heat map, classes.

interface SpottingQuestion {
  readonly labels: readonly string[];
}
interface SpottingResult extends MethodResult {
  readonly found: readonly { readonly label: string; readonly score: number; readonly box: Box }[];
}
interface Spotter {
  spot(call: TaskCall & SpottingQuestion): Promise<SpottingResult>;
}

const Spotting = defineTask({
  name: 'spotting',
  question: ({ labels }: { labels: readonly string[] }): SpottingQuestion => ({ labels }),
  call: (method: Spotter, call) => method.spot(call),
  check: (result: SpottingResult) => result,
  answer: ({ found }, { draw }) => ({ found: found.map(({ box, ...rest }) => ({ ...rest, box: draw.box(box) })) }),
});

/** A box a label: each an equal share of the width, the further right the less sure. */
class Columns implements Spotter {
  async spot({ labels, image: { box } }: TaskCall & SpottingQuestion): Promise<SpottingResult> {
    const width = box.width / labels.length;
    const found = labels
      .filter((label) => label !== 'nothing')
      .map((label, i) => ({
        label,
        score: 0.9 - i * 0.5,
        box: { x: box.x + i * width, y: box.y, width, height: box.height / 2 },
      }));
    return { form: 'columns', found };
  }
}

interface OddnessOptions {
  readonly normal: readonly object[] | null;
}
interface OddnessResult extends MethodResult {
  readonly map: ScoreMaps;
  readonly examples: number;
}
interface Judge {
  judge(call: TaskCall<OddnessOptions>): Promise<OddnessResult>;
}

const Oddness = defineTask({
  name: 'oddness',
  question: () => ({}),
  call: (method: Judge, call) => method.judge(call as TaskCall<OddnessOptions>),
  check: (result: OddnessResult) => result,
  answer: ({ map, examples }, { id, draw }) => ({ examples, map: draw.heatmap(id, map, 0) }),
});

/** Odd is what lies to the right. */
class Slope implements Judge {
  async judge({ image: { box }, options }: TaskCall<OddnessOptions>): Promise<OddnessResult> {
    const map: ScoreMaps = { channels: 1, rows: 1, columns: 4, data: Float32Array.of(0, 0.25, 0.75, 1), frame: box };
    return { form: 'slope', map, examples: options.normal?.length ?? 0 };
  }
}

export default definePlugin({
  name: 'shapes',
  version: '1.0.0',
  host: '^2.0.0',
  summary: 'Answers of further shapes.',
  schema: /* GraphQL */ `
    extend interface Visual {
      "Boxes around things."
      spotting("What to look for." labels: [String!]!, "The method and its options." by: SpottingMethod): Spotting
      "How odd each place is."
      oddness("The method and its options." by: OddnessMethod): Oddness
    }
    "The methods for \`spotting\`."
    input SpottingMethod @oneOf {
      "Equal columns."
      columns: ColumnsOptions
    }
    "Options of \`columns\`."
    input ColumnsOptions {
      "Has no effect, 1 to 9."
      seed: Int! = 3 @constraint(min: 1, max: 9)
    }
    "What was found."
    type Spotting {
      "Of the answer."
      id: ID!
      "The boxes."
      found: [Spotted!]!
      "How the result came about."
      meta: Meta!
    }
    "One thing."
    type Spotted {
      "What it is."
      label: String!
      "How sure the method is."
      score: Float!
      "Where it is."
      box: Box!
    }
    "The methods for \`oddness\`."
    input OddnessMethod @oneOf {
      "More to the right."
      slope: SlopeOptions
    }
    "Options of \`slope\`."
    input SlopeOptions {
      "Boxes around what is normal."
      normal: [BoxInput!]
    }
    "Where a visual is odd."
    type Oddness {
      "Of the answer."
      id: ID!
      "How many examples there were."
      examples: Int!
      "The place's own value."
      map: Heatmap!
      "How the result came about."
      meta: Meta!
    }
  `,
  methods: [
    { task: Spotting, key: 'columns', use: Columns },
    { task: Oddness, key: 'slope', use: Slope },
  ],
});
