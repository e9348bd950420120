import { DEFAULT_PACK, HOW_TO_GET_IT } from '../../default-pack.js';
import { DenseqlError } from '../../errors.js';
import type { PackManifest } from '../../packs/manifest.js';
import type { Encoder, EncoderStatus } from '../contract/encoder.js';
import type { PooledEncoder } from './pool.js';

export const ABSENT = `The pack ${DEFAULT_PACK} is not installed. ${HOW_TO_GET_IT}`;

const refuse = (): Promise<never> => Promise.reject(new DenseqlError('PACK_INVALID', ABSENT, { pack: DEFAULT_PACK }));

/** What is said of a pack that is not there: that it gives nothing. */
const MANIFEST: PackManifest = {
  format: 1,
  name: DEFAULT_PACK,
  revision: 'absent',
  summary: ABSENT,
  licences: [],
  image: {
    ...{ graph: 'absent', input: 'pixels', sizeMultiple: 1, patch: 1, maxSide: 1 },
    ...{ detail: { LOW: 1, MEDIUM: 1, HIGH: 1 }, kernel: 'cubic' },
  },
  outputs: {},
  form: 'absent',
  text: { graph: 'absent', tokenizer: 'absent', contextLength: 1, dims: 1, cleaning: 'none', templates: ['{}'] },
  logitScale: 1,
  precision: 'fp32',
  calibration: { presence: { midpoint: 0, slope: 1 }, background: [], pixelThreshold: 0 },
  heads: {},
  golden: 'absent',
  files: [],
};

const STATUS: EncoderStatus = {
  ...{ state: 'failed', device: null, deviceNotes: [ABSENT], queued: 0, restarts: 0 },
  ...{ memoryBytes: 0, imagePasses: 0, textPasses: 0, featureCacheBytes: 0, textCacheBytes: 0 },
};

/**
 * Stands in the place of the pack that nobody has named and that is not installed: the server starts, schema, pages and health answer, and whatever needs
 * the encoder says what is missing and how to get it.
 */
export function absentPack(): PooledEncoder {
  const encoder: Encoder = {
    manifest: MANIFEST,
    words: refuse,
    status: () => STATUS,
    ready: refuse,
    encodeImage: refuse,
    encodeTexts: refuse,
    runGraph: refuse,
    close: async () => undefined,
  };
  return { encoder, state: 'failed', problem: ABSENT, memoryBytes: 0, open: refuse, close: async () => undefined };
}
