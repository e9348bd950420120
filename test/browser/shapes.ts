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
interface OddnessQuestion {
  readonly of: string | null;
}
interface OddnessResult extends MethodResult {
  readonly map: ScoreMaps;
  readonly doubt: ScoreMaps;
  readonly examples: number;
}
interface Judge {
  judge(call: TaskCall<OddnessOptions> & OddnessQuestion): Promise<OddnessResult>;
}

const Oddness = defineTask({
  name: 'oddness',
  question: ({ of }: { of?: string | null }): OddnessQuestion => ({ of: of ?? null }),
  call: (method: Judge, call) => method.judge(call as TaskCall<OddnessOptions> & OddnessQuestion),
  check: (result: OddnessResult) => result,
  answer: ({ map, doubt, examples }, { id, draw, question: { of } }) => ({
    examples,
    of,
    mapThreshold: 0.3,
    map: draw.heatmap(id, map, 0),
    doubt: draw.heatmap(`${id}/doubt`, doubt, 0),
  }),
});

/** Odd is what lies to the right; of what lies in the middle it is not sure. */
class Slope implements Judge {
  async judge({ image: { box }, options }: TaskCall<OddnessOptions>): Promise<OddnessResult> {
    const map = (...values: number[]): ScoreMaps => ({ channels: 1, rows: 1, columns: 4, data: Float32Array.from(values), frame: box });
    return { form: 'slope', map: map(0, 0.25, 0.75, 1), doubt: map(0, 1, 1, 0), examples: options.normal?.length ?? 0 };
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
      oddness("What the picture is of, if that is known." of: String, "The method and its options." by: OddnessMethod): Oddness
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
      "What the picture was said to be of."
      of: String
      "The value of \`map\` from which on a place is odd."
      mapThreshold: Float
      "The place's own value."
      map: Heatmap!
      "How sure the method is not."
      doubt: Heatmap
      "How the result came about."
      meta: Meta!
    }
  `,
  methods: [
    { task: Spotting, key: 'columns', use: Columns },
    { task: Oddness, key: 'slope', use: Slope },
  ],
});
