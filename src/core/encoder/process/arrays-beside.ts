import { randomUUID } from 'node:crypto';
import { lastingName, nameLasting } from '../../math/lasting.js';
import type { Tensor } from '../../math/tensor.js';
import type { KeptArrays } from './kept-arrays.js';
import { keptOutput, type BufferRef, type Command, type FeedRef } from './protocol.js';
import type { GraphPath } from './graph-paths.js';
import type { Buffers } from './transport.js';
import type { ImageWork, Work } from '../contract/work.js';

/** On this side the account is enough. */
const THERE = Object.freeze({});

/** Of a batch each picture's outputs are cut out here: nobody asks for those of all. */
const keepOf = ({ count = 1 }: ImageWork): string | null => (count === 1 ? randomUUID() : null);

/** Takes down that the process has kept what it gave: as features nobody writes to it, and heads are fed it. */
export function outputsKept(command: Command | null, outputs: Readonly<Record<string, Tensor>>, kept: KeptArrays): void {
  if (command?.type !== 'image' || command.keep === null) return;
  for (const [output, { data }] of Object.entries(outputs)) {
    const name = keptOutput(command.keep, output);
    if (kept.add(name, data.byteLength, THERE)) nameLasting(data, name);
  }
}

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
      command: { type: 'image', pixels: { dims: [work.count ?? 1, work.height, work.width, 3], buffer: 0 }, keep: keepOf(work) },
      buffers: [work.pixels],
    };
  const buffers: ArrayBufferView[] = [];
  if (work.type === 'prompts') {
    const partOf = (part: string | Float32Array): string | BufferRef =>
      typeof part === 'string' ? part : { dims: [part.length], buffer: buffers.push(part) - 1 };
    return { command: { type: 'prompts', prompts: work.prompts.map((parts) => parts.map(partOf)) }, buffers };
  }
  const refOf = ({ data, dims }: (typeof work.feeds)[string]): FeedRef => {
    const type = data instanceof Uint8Array ? 'uint8' : 'float32';
    const name = lastingName(data);
    if (name !== undefined && kept.get(name)) return { dims, type, buffer: null, kept: name };
    const isKept = name !== undefined && kept.add(name, data.byteLength, THERE);
    return { dims, type, buffer: buffers.push(data) - 1, kept: isKept ? name : null };
  };
  const feeds = Object.fromEntries(Object.entries(work.feeds).map(([name, feed]) => [name, refOf(feed)]));
  const { graph, file, outputs } = work;
  return { command: { type: 'graph', graph: file ?? path(graph), feeds, outputs }, buffers };
}
