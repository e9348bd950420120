// A plugin as somebody writes it without a compiler: `inject` is called, not written as a decorator.
import { CONFIG, definePlugin, inject, injectable, Segmenter } from 'denseql/plugin';

class Plain {
  constructor(config) {
    this.most = config.MAX_LABELS;
  }

  async segment({ labels, features: { rows, columns, frame } }) {
    const maps = { channels: labels.length, rows, columns, frame, data: new Float32Array(labels.length * rows * columns).fill(0.5) };
    const all = (value) => labels.map(() => value);
    return { form: `plain of ${this.most}`, scores: all(0.5), maps, competes: all(true), threshold: 0.4, refine: 'BILINEAR' };
  }
}
inject(CONFIG)(Plain, undefined, 0);
injectable()(Plain);

export default definePlugin({
  name: 'plain',
  version: '1.0.0',
  host: '^2.0.0',
  summary: 'Half of everything, in JavaScript.',
  schema: /* GraphQL */ `
    extend input SegmentationMethod {
      "Half of everything."
      plain: PlainOptions
    }
    "Options of \`plain\`."
    input PlainOptions {
      "Has no effect."
      none: Boolean! = false
    }
  `,
  methods: [{ task: Segmenter, key: 'plain', use: Plain }],
});
