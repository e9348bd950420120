import type { PackManifest } from '../core/packs/manifest.js';

/** Pixels of a patch's side. */
export const PATCH = 28;

/** pack.json of the fake encoder. @param graphs paths that its pack lists @param width of vectors in the place of tokens; absent: it takes none */
export const fakeManifest = (dims: number, heads: PackManifest['heads'], graphs: readonly string[], width?: number): PackManifest => ({
  format: 1,
  name: 'fake',
  revision: '1',
  summary: 'For tests of plugins: vectors that a script gives.',
  licences: [],
  image: {
    ...{ graph: 'image.onnx', input: 'pixels', sizeMultiple: PATCH, patch: PATCH, maxSide: 64 * PATCH },
    ...{ detail: { LOW: 8 * PATCH, MEDIUM: 16 * PATCH, HIGH: 32 * PATCH }, kernel: 'nearest' },
  },
  outputs: {
    dense: { kind: 'patches', dims, space: 'joint' },
    structure: { kind: 'patches', dims, space: 'structure' },
    global: { kind: 'global', dims, space: 'joint' },
  },
  form: 'scripted',
  text: {
    ...{ graph: 'text.onnx', tokenizer: 'tokenizer.json', contextLength: 77, dims, cleaning: 'none', templates: ['{}'] },
    ...(width === undefined ? {} : { inputsEmbeds: { graph: 'inputs-embeds.onnx', tokens: 'tokens.onnx', width } }),
  },
  logitScale: 20,
  precision: 'fp32',
  calibration: { presence: { midpoint: 0.5, slope: 12 }, background: [], pixelThreshold: 0.3 },
  heads,
  golden: 'golden.json',
  files: graphs.map((path) => ({ path, bytes: 0, sha256: '0'.repeat(64) })),
});
