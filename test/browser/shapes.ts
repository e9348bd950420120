import { definePlugin, defineTask, type Box, type MethodResult, type ScoreMaps, type TaskCall } from '../../src/core/index.js';

// Tasks that the playground has never heard of, of shapes that it draws: boxes with scores, a heat map, classes.

interface DetectionQuestion {
  readonly labels: readonly string[];
}
interface DetectionResult extends MethodResult {
  readonly found: readonly { readonly label: string; readonly score: number; readonly box: Box }[];
}
interface Detector {
  detect(call: TaskCall & DetectionQuestion): Promise<DetectionResult>;
}

const Detection = defineTask({
  name: 'detection',
  question: ({ labels }: { labels: readonly string[] }): DetectionQuestion => ({ labels }),
  call: (method: Detector, call) => method.detect(call),
  check: (result: DetectionResult) => result,
  answer: ({ found }, { draw }) => ({ found: found.map(({ box, ...rest }) => ({ ...rest, box: draw.box(box) })) }),
});

/** A box a label: each an equal share of the width, the further right the less sure. */
class Columns implements Detector {
  async detect({ labels, image: { box } }: TaskCall & DetectionQuestion): Promise<DetectionResult> {
    const width = box.width / labels.length;
    const found = labels.map((label, i) => ({
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
      detection("What to look for." labels: [String!]!, "The method and its options." by: DetectionMethod): Detection
      "How odd each place is."
      oddness("The method and its options." by: OddnessMethod): Oddness
    }
    "The methods for \`detection\`."
    input DetectionMethod @oneOf {
      "Equal columns."
      columns: ColumnsOptions
    }
    "Options of \`columns\`."
    input ColumnsOptions {
      "Has no effect, 1 to 9."
      seed: Int! = 3 @constraint(min: 1, max: 9)
    }
    "What was found."
    type Detection {
      "Of the answer."
      id: ID!
      "The boxes."
      found: [Detected!]!
      "How the result came about."
      meta: Meta!
    }
    "One thing."
    type Detected {
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
    { task: Detection, key: 'columns', use: Columns },
    { task: Oddness, key: 'slope', use: Slope },
  ],
});
