import type { Tensor } from '../../math/tensor.js';
import type { BufferRef, Command, FeedRef } from './protocol.js';
import type { GraphPath } from './graph-paths.js';
import type { Buffers } from './transport.js';
import type { Work } from '../contract/work.js';

/** An array that came beside an answer. */
export const tensorOf = ({ dims, buffer }: BufferRef, buffers: Buffers): Tensor => ({
  dims,
  data: new Float32Array(buffers[buffer]?.buffer ?? new ArrayBuffer(0)),
});

/** A command and the arrays that travel beside it. */
export function commandOf(work: Work, path: GraphPath): { command: Command; buffers: readonly ArrayBufferView[] } {
  if (work.type === 'texts') return { command: work, buffers: [] };
  if (work.type === 'image')
    return { command: { type: 'image', pixels: { dims: [1, work.height, work.width, 3], buffer: 0 } }, buffers: [work.pixels] };
  const all = Object.entries(work.feeds);
  const refOf = ({ data, dims }: (typeof work.feeds)[string], buffer: number): FeedRef => ({
    dims,
    buffer,
    type: data instanceof Uint8Array ? 'uint8' : 'float32',
  });
  const { graph, file, outputs } = work;
  const feeds = Object.fromEntries(all.map(([name, feed], buffer) => [name, refOf(feed, buffer)]));
  return { command: { type: 'graph', graph: file ?? path(graph), feeds, outputs }, buffers: all.map(([, feed]) => feed.data) };
}
