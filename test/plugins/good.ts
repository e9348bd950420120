import { definePlugin, Segmenter, type PluginDefinition, type SegmentCall, type SegmentResult } from '../../src/core/index.js';
import type { Plugin } from '../../src/core/index.js';

/** Half of everything, on the patch grid. */
export const half = ({ labels, features: { rows, columns, frame } }: SegmentCall, form = 'half'): SegmentResult => ({
  form,
  scores: labels.map(() => 0.5),
  maps: { channels: labels.length, rows, columns, frame, data: new Float32Array(labels.length * rows * columns).fill(0.5) },
  competes: labels.map(() => true),
  threshold: 0.4,
  refine: 'BILINEAR',
});

export class Half implements Segmenter {
  async segment(call: SegmentCall): Promise<SegmentResult> {
    return half(call);
  }
}

/** SDL of a segmenter without options that matter. */
export const sdl = (key: string, options = '"Has no effect." none: Boolean! = false'): string => `
  extend input SegmentationMethod { "Half of everything." ${key}: ${key}Options }
  "Options of \`${key}\`."
  input ${key}Options { ${options} }`;

/** A good plugin named `bad`, but for what `more` says. */
export const plugin = (more: Partial<PluginDefinition<readonly unknown[]>> = {}): Plugin =>
  definePlugin({
    name: 'bad',
    version: '1.0.0',
    host: '^2.0.0',
    summary: 'A plugin with one mistake.',
    schema: sdl('bad'),
    methods: [{ task: Segmenter, key: 'bad', use: Half }],
    ...more,
  } as never);
