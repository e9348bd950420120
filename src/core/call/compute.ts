import { KERNELS } from '../encoder/contract/encoder.js';
import type { Encoder } from '../encoder/contract/encoder.js';
import type { ByteTensor, Tensor } from '../math/tensor.js';
import type { Features } from '../visual/features.js';
import { runTail } from './run-tail.js';
import { badInput, DenseqlError } from '../errors.js';
import type { Operation } from '../operation.js';
import type { TailAttention } from '../packs/manifest.js';
import { checkFeeds, checkOutputs } from './check-tensors.js';
import { headGraph, type HeadOwner } from './head-graphs.js';
import { nearestRows, type Nearest } from './nearest.js';
import { hostFeatures } from './own.js';
import { toRead, ownTensor } from '../math/own-tensor.js';

/** A run of a graph of the plugin's head. */
export interface HeadRun {
  /** Its path inside the pack, or of a head of the plugin's own that of the asset; declared in the plugin's manifest. */
  readonly graph: string;
  readonly feeds: Readonly<Record<string, Tensor | ByteTensor>>;
  readonly outputs: readonly string[];
  /** Of names in the declared shapes that what is fed does not tell. */
  readonly sizes?: Readonly<Record<string, number>>;
}

/** Work for the encoder's process, outside the event loop. Answers are the caller's own. */
export interface Compute {
  /**
   * Spreads values over patches that look alike: softmax over j of cos(i, j) / temperature where cos(i, j) > threshold,
   * times values. `structure` [N, C] unit rows, `values` [N, K]; gives [N, K].
   */
  affinity(call: {
    readonly structure: Tensor;
    readonly values: Tensor;
    readonly threshold: number;
    readonly temperature: number;
  }): Promise<Tensor>;
  /**
   * For each row of `query` [N, C] the likest row of `memory` [M, C], both of unit rows: what patch memories, sets of examples and batches compare by. Counts no
   * pass; 1,024 rows with 4,096 of 768 numbers are about a tenth of one.
   *
   * @throws BAD_INPUT for what is no matrix, or of another width
   */
  nearest(call: { readonly query: Tensor; readonly memory: Tensor }): Promise<Nearest>;
  /**
   * Patch vectors in the joint space from the encoder's last block run again with another attention, with or without its residual and
   * MLP; not unit length. For a region without zoom: of the whole picture, then cut out. Counts no pass.
   *
   * @returns [N, dims]
   * @throws PLUGIN_UNAVAILABLE when the pack has no tail with this attention; PLUGIN_FAILED for features that the host did not give
   */
  tail(call: { readonly features: Features; readonly attention: TailAttention; readonly residual: boolean }): Promise<Tensor>;
  /**
   * Runs a graph of the plugin's head. What goes in and what comes out is checked against the declaration in its manifest: names, shapes, no NaN
   * or infinity. Counts no pass.
   *
   * @throws PLUGIN_FAILED naming plugin, graph and what is wrong; PLUGIN_UNAVAILABLE when the pack does not list the graph, or is none that the plugin's own head
   *   was trained for
   */
  head(call: HeadRun): Promise<Readonly<Record<string, Tensor>>>;
}

const scalar = (value: number): Tensor => ({ data: Float32Array.of(value), dims: [1] });

function checkMatrix(name: string, { data, dims }: Tensor): void {
  const [rows, columns] = dims;
  if (dims.length !== 2 || rows === undefined || columns === undefined || rows * columns !== data.length || data.length === 0)
    throw badInput(name, `is no matrix: ${data.length} numbers with shape [${dims.join()}].`);
}

/**
 * What a method may have run in the encoder's process, for one operation.
 * @param owner the plugin that the method belongs to
 */
export function createCompute(encoder: Encoder, operation: Operation, owner: HeadOwner): Compute {
  const { manifest } = encoder;
  return Object.freeze<Compute>({
    async affinity({ structure: asked, values: spreadOf, threshold, temperature }) {
      const [structure, values] = [toRead(asked), toRead(spreadOf)];
      checkMatrix('structure', structure);
      checkMatrix('values', values);
      if (structure.dims[0] !== values.dims[0])
        throw badInput('values', `has ${values.dims[0]} rows, structure has ${structure.dims[0]}; one a patch is needed.`);
      if (!(temperature > 0)) throw badInput('temperature', `must be above 0, not ${temperature}.`);
      const feeds = { structure, values, threshold: scalar(threshold), temperature: scalar(temperature) };
      const { spread } = await encoder.runGraph({ graph: KERNELS.affinity, feeds, outputs: ['spread'] }, operation);
      if (spread === undefined) throw new DenseqlError('ENCODER_UNAVAILABLE', 'The affinity kernel gave no answer.');
      return spread;
    },

    async nearest({ query: asked, memory: kept }) {
      const [query, memory] = [toRead(asked), toRead(kept)];
      checkMatrix('query', query);
      checkMatrix('memory', memory);
      if (query.dims[1] !== memory.dims[1])
        throw badInput('memory', `has rows of ${memory.dims[1]} numbers, query has rows of ${query.dims[1]}.`);
      return nearestRows(encoder, query, memory, operation);
    },

    async tail({ features, attention, residual }) {
      // Of one run for all who ask the same: from the host's own numbers, as what it reads as, and a copy for each.
      const call = { features: hostFeatures(features), attention: String(attention) as TailAttention, residual: Boolean(residual) };
      return ownTensor(await runTail(encoder, call, operation));
    },

    async head({ graph, feeds: given, outputs, sizes = {} }) {
      const feeds = Object.fromEntries(Object.entries(given).map(([name, feed]) => [name, toRead(feed)]));
      const { contract, origin, run } = await headGraph(owner, manifest, graph);
      const known = checkFeeds(contract, feeds, sizes, origin);
      const answer = await encoder.runGraph({ ...run, feeds, outputs }, operation);
      checkOutputs(contract, answer, outputs, known, origin);
      return answer;
    },
  });
}
