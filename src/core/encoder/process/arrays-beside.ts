import { lastingName } from '../../math/lasting.js';
import type { Tensor } from '../../math/tensor.js';
import type { KeptArrays } from './kept-arrays.js';
import type { BufferRef, Command, FeedRef } from './protocol.js';
import type { GraphPath } from './graph-paths.js';
import type { Buffers } from './transport.js';
import type { Work } from '../contract/work.js';

/** An array that came beside an answer. */
export const tensorOf = ({ dims, buffer }: BufferRef, buffers: Buffers): Tensor => ({
  dims,
  data: new Float32Array(buffers[buffer]?.buffer ?? new ArrayBuffer(0)),
});

/**
 * A command and the arrays that travel beside it.
 * @param kept what the process has: changed as the process will change its own account
 */
export function commandOf(work: Work, path: GraphPath, kept: KeptArrays): { command: Command; buffers: readonly ArrayBufferView[] } {
  if (work.type === 'texts') return { command: work, buffers: [] };
  if (work.type === 'image')
    return {
      command: { type: 'image', pixels: { dims: [work.count ?? 1, work.height, work.width, 3], buffer: 0 } },
      buffers: [work.pixels],
    };
  const buffers: ArrayBufferView[] = [];
  const refOf = ({ data, dims }: (typeof work.feeds)[string]): FeedRef => {
    const type = data instanceof Uint8Array ? 'uint8' : 'float32';
    const name = lastingName(data);
    if (name !== undefined && kept.get(name)) return { dims, type, buffer: null, kept: name };
    const isKept = name !== undefined && kept.add(name, data.byteLength, data);
    return { dims, type, buffer: buffers.push(data) - 1, kept: isKept ? name : null };
  };
  const feeds = Object.fromEntries(Object.entries(work.feeds).map(([name, feed]) => [name, refOf(feed)]));
  const { graph, file, outputs } = work;
  return { command: { type: 'graph', graph: file ?? path(graph), feeds, outputs }, buffers };
}
