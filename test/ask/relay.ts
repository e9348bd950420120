import { definePlugin, defineTask, type MethodResult, type TaskCall } from '../../src/core/index.js';

/** What the method does: set by a test before it asks. */
export const script: { run: (call: TaskCall) => Promise<void> } = { run: async () => undefined };

interface Relayer {
  relay(call: TaskCall): Promise<MethodResult>;
}

export const Relay = defineTask({
  name: 'relay',
  question: (asked: object) => asked,
  call: (method: Relayer, call) => method.relay(call),
  answer: () => ({ done: true }),
});

class Runs implements Relayer {
  async relay(call: TaskCall): Promise<MethodResult> {
    await script.run(call);
    return { form: 'relay' };
  }
}

/** A plugin that asks other tasks, as a test tells it. */
export default definePlugin({
  name: 'relay',
  version: '1.0.0',
  host: '^2.0.0',
  summary: 'Asks others, for tests.',
  schema: /* GraphQL */ `
    extend interface Visual {
      "Runs what a test has written."
      relay(by: RelayMethod): Relay
    }
    "The methods for \`relay\`."
    input RelayMethod @oneOf {
      "Runs what a test has written."
      runs: RelayOptions
    }
    "No options."
    input RelayOptions {
      "Nothing."
      nothing: Boolean
    }
    "That it ran."
    type Relay {
      "Of the answer."
      id: ID!
      "True."
      done: Boolean!
      "How it came about."
      meta: Meta!
    }
  `,
  methods: [{ task: Relay, key: 'runs', use: Runs, default: 1 }],
});
