import { definePlugin, defineTask, type About, type MethodResult, type TaskCall } from '../../src/core/index.js';

/** What a plugin in JavaScript may give: anything. */
export interface Script {
  question(asked: Record<string, unknown>): unknown;
  run(call: TaskCall & Record<string, unknown>): unknown;
  check(result: unknown): unknown;
  answer(result: unknown, about: About<object>): unknown;
}

const QUIET: Script = {
  question: (asked) => ({ ...asked }),
  run: () => ({ form: 'scripted' }),
  check: (result) => result,
  answer: () => ({ number: 1, text: 'fine' }),
};
const script: Script = { ...QUIET };

/** Says what the plugin does from now on; what is left out it does well. */
export const play = (part: Partial<Script>): void => void Object.assign(script, QUIET, part);

interface Scripted {
  run(call: TaskCall): Promise<MethodResult>;
}

export const Scripted = defineTask({
  name: 'scripted',
  question: (asked: object) => script.question(asked as Record<string, unknown>) as object,
  call: (method: Scripted, call) => method.run(call),
  check: (result: MethodResult) => script.check(result) as MethodResult,
  answer: (result: MethodResult, about: About<object>) => script.answer(result, about) as object,
});

class Runs implements Scripted {
  run(call: TaskCall): Promise<MethodResult> {
    return script.run(call as TaskCall & Record<string, unknown>) as Promise<MethodResult>;
  }
}

/** A plugin that gives whatever a test tells it to. */
export default definePlugin({
  name: 'scripted',
  version: '1.0.0',
  host: '^2.0.0',
  summary: 'Gives anything, for tests.',
  schema: /* GraphQL */ `
    extend interface Visual {
      "Whatever a test has written."
      scripted("Any text." word: String, "Any parts." parts: ScriptedParts, "The method." by: ScriptedMethod): Scripted
    }
    "Something nested."
    input ScriptedParts {
      "A number."
      size: Int! = 3 @constraint(min: 1)
      "A text."
      name: String
    }
    "The methods for \`scripted\`."
    input ScriptedMethod @oneOf {
      "The only one."
      runs: ScriptedOptions
    }
    "No options."
    input ScriptedOptions {
      "Nothing."
      nothing: Boolean
    }
    "Kinds."
    enum ScriptedKind {
      "The only one."
      ONE
    }
    "Values of all sorts."
    type Scripted {
      "Of the answer."
      id: ID!
      "A text."
      text: String
      "A number."
      number: Float!
      "Whole numbers."
      list: [Int]
      "Lists of texts."
      lists: [[String!]!]
      "Of a kind."
      kind: ScriptedKind
      "Something nested."
      deep: ScriptedDeep
      "Shared."
      heat: Heatmap
      "Shared."
      mask: Mask
      "Shared."
      map: LabelMap
      "Shared."
      box: Box
      "Shared."
      pictures: [Picture]
      "Shared."
      points: [Point!]
      "Of several types."
      either: ScriptedEither
      "How it came about."
      meta: Meta!
    }
    "One or the other."
    union ScriptedEither = ScriptedDeep | ScriptedOther
    "The other."
    type ScriptedOther {
      "A number."
      number: Int
    }
    "Something nested."
    type ScriptedDeep {
      "A text."
      text: String
      "Further."
      deep: ScriptedDeep
    }
  `,
  methods: [{ task: Scripted, key: 'runs', use: Runs, default: 1 }],
});
