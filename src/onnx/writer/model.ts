import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Graph } from './graph.js';
import { Message } from './protobuf.js';

const IR_VERSION = 9;
const OPSETS = { '': 18, 'com.microsoft': 1 } as const;

/** ModelProto of a graph as pieces in order; constants are not copied. */
export function modelPieces(graph: Graph): readonly Uint8Array[] {
  const model = new Message().integer(1, IR_VERSION).string(2, 'denseql').message(7, graph.message());
  for (const [domain, version] of Object.entries(OPSETS)) model.message(8, new Message().string(1, domain).integer(2, version));
  return model.pieces;
}

/** Writes a graph as a model; data files that it refers to must come to stand in the same folder. */
export const saveModel = (graph: Graph, path: string): Promise<void> =>
  pipeline(Readable.from(modelPieces(graph)), createWriteStream(path));
