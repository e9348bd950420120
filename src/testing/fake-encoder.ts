import type { EncodedText, EncodeImageRequest, Encoder, PassFeatures, RunGraphRequest } from '../core/encoder/contract/encoder.js';
import { KERNELS } from '../core/encoder/contract/encoder.js';
import { packId } from '../core/encoder/contract/pack-id.js';
import { DenseqlError } from '../core/errors.js';
import type { Tensor } from '../core/math/tensor.js';
import type { PackManifest } from '../core/packs/manifest.js';
import type { LearnedPrompt } from '../core/text/learned-prompt.js';
import { affinity } from './affinity.js';
import { colourOfPatch, colourOfText, DIMS } from './colours.js';
import { fakeManifest, PATCH } from './fake-manifest.js';

/** A patch of a picture, as a script sees it. */
export interface FakePatch {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
  /** Mean red, green and blue, 0 to 1. */
  readonly colour: readonly [number, number, number];
}

/** What a fake encoder knows, and how it answers. */
export interface FakeEncoderOptions {
  /** Vector of a patch, `dims` numbers; made unit length. Absent: by its colour, so that `red` finds what is red. */
  readonly patch?: (patch: FakePatch) => readonly number[];
  /** Vector of a text, `dims` numbers; made unit length. Absent: of the colour that it names. */
  readonly text?: (text: string) => readonly number[];
  /** Takes learned prompts. Absent: it takes none, as most packs. */
  readonly learned?: {
    /** Numbers of a vector in the place of a token. */
    readonly width: number;
    /** Vector of a prompt, `dims` numbers; made unit length. */
    readonly vector: (prompt: LearnedPrompt) => readonly number[];
  };
  readonly dims?: number;
  /** What stands under `heads` in its pack.json, by plugin. */
  readonly heads?: PackManifest['heads'];
  /** Name and revision of its pack, for heads of a plugin's own; absent: `fake` and `1`. */
  readonly pack?: { readonly name: string; readonly revision: string };
  /** What graphs give: of its pack by their paths, which are listed among its files, of a plugin's own as `plugin:<name>/<path>`. */
  readonly graphs?: Readonly<Record<string, (feeds: RunGraphRequest['feeds']) => Readonly<Record<string, Tensor>>>>;
}

export interface FakeEncoder extends Encoder {
  /** Passes of pictures so far. */
  readonly passes: number;
}

function unit(numbers: readonly number[], dims: number): Float32Array {
  if (numbers.length !== dims) throw new Error(`A scripted vector has ${numbers.length} numbers, ${dims} are needed.`);
  const length = Math.hypot(...numbers) || 1;
  return Float32Array.from(numbers, (number) => number / length);
}

function meanColour(pixels: Uint8Array, width: number, row: number, column: number): [number, number, number] {
  const sums: [number, number, number] = [0, 0, 0];
  for (let y = row * PATCH; y < (row + 1) * PATCH; y += 1)
    for (let x = column * PATCH; x < (column + 1) * PATCH; x += 1)
      for (let channel = 0; channel < 3; channel += 1) sums[channel]! += pixels[(y * width + x) * 3 + channel]!;
  return sums.map((sum) => sum / (255 * PATCH * PATCH)) as [number, number, number];
}

/**
 * An encoder without weights or a process of its own: patches of 28 pixels whose vectors a script gives. Without a script, patches and texts are
 * described by colours (red, green, blue, yellow, white, black). Passes are counted, kept by the picture and its size, and taken from the
 * operation's budget, as of a real encoder.
 */
export function createFakeEncoder(options: FakeEncoderOptions = {}): FakeEncoder {
  const {
    dims = DIMS,
    patch = ({ colour }) => colourOfPatch(colour),
    text = colourOfText,
    heads = {},
    graphs = {},
    pack,
    learned,
  } = options;
  const manifest = { ...fakeManifest(dims, heads, Object.keys(graphs), learned?.width), ...pack };
  const kept = new Map<string, PassFeatures>();
  const texts = new Map<string, EncodedText>();
  let passes = 0;

  async function pass(key: string, request: EncodeImageRequest): Promise<PassFeatures> {
    const { width, height, frame } = request;
    const [rows, columns] = [height / PATCH, width / PATCH];
    const bytes = await request.pixels();
    const dense = new Float32Array(rows * columns * dims);
    for (let index = 0; index < rows * columns; index += 1) {
      const [row, column] = [Math.floor(index / columns), index % columns];
      dense.set(unit(patch({ row, column, rows, columns, colour: meanColour(bytes, width, row, column) }), dims), index * dims);
    }
    const mean = Array.from({ length: dims }, (_, dim) => dense.reduce((sum, value, at) => (at % dims === dim ? sum + value : sum), 0));
    const patches = { data: dense, dims: [rows * columns, dims] };
    return { key, rows, columns, frame, outputs: { dense: patches, structure: patches, global: { data: unit(mean, dims), dims: [dims] } } };
  }

  return {
    manifest,
    get passes() {
      return passes;
    },
    words: async () => null,
    status: () => ({
      ...{ state: 'ready', device: 'fake', deviceNotes: [], queued: 0, restarts: 0, memoryBytes: 0, imagePasses: passes },
      ...{ textPasses: 0, featureCacheBytes: 0, textCacheBytes: 0 },
    }),
    ready: async () => undefined,
    async encodeImage(request, operation) {
      operation.throwIfOver();
      const key = `${packId(manifest)}:${request.key}`;
      const known = kept.get(key);
      if (known) return { features: known, encoderRuns: 0, cacheHit: true };
      await operation.takePasses(1);
      const features = await pass(key, request);
      passes += 1;
      operation.tally.encoderRuns += 1;
      kept.set(key, features);
      return { features, encoderRuns: 1, cacheHit: false };
    },
    async encodeTexts(asked, operation) {
      const missing = [...new Set(asked)].filter((one) => !texts.has(one));
      operation.take('texts', missing.length);
      for (const one of missing) {
        const tokens = one.split(/\s+/).length;
        texts.set(one, { vector: unit(text(one), dims), tokens, read: tokens, known: tokens, unknown: 0 });
      }
      return asked.map((one) => texts.get(one)!);
    },
    async encodePrompts(asked, operation) {
      if (learned === undefined)
        throw new DenseqlError('PLUGIN_UNAVAILABLE', 'The fake encoder takes no learned prompts: say what they are by `learned`.');
      operation.take('texts', asked.length);
      const counts = { tokens: 1, read: 1, known: 1, unknown: 0 };
      return asked.map(({ parts }) => ({ vector: unit(learned.vector(parts), dims), ...counts }));
    },
    async runGraph({ graph, feeds }) {
      if (graph === KERNELS.affinity) return { spread: affinity(feeds) };
      const run = graphs[graph];
      if (run) return run(feeds);
      throw new DenseqlError('PLUGIN_UNAVAILABLE', `The fake encoder has no graph ${graph}: give one by \`graphs\`.`);
    },
    close: async () => undefined,
  };
}
