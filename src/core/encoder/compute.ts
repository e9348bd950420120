import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DenseqlError, badInput } from '../errors.js';
import type { Operation } from '../operation.js';
import type { Compute } from '../tasks/task.js';
import type { Encoder, Tensor } from './encoder.js';
import { runTail } from './run-tail.js';

const AFFINITY = fileURLToPath(new URL('./kernels/affinity.onnx', import.meta.url));

const scalar = (value: number): Tensor => ({ data: Float32Array.of(value), dims: [1] });

function checkMatrix(name: string, { data, dims }: Tensor): void {
  const [rows, columns] = dims;
  if (dims.length !== 2 || rows === undefined || columns === undefined || rows * columns !== data.length || data.length === 0)
    throw badInput(name, `is no matrix: ${data.length} numbers with shape [${dims.join()}].`);
}

/** Absolute path of a graph of the pack. @throws PLUGIN_UNAVAILABLE when the pack does not list it */
export function packGraph({ manifest, packFolder }: Pick<Encoder, 'manifest' | 'packFolder'>, graph: string): string {
  if (manifest.files.some(({ path }) => path === graph)) return join(packFolder, graph);
  throw new DenseqlError('PLUGIN_UNAVAILABLE', `The pack ${manifest.name} has no file ${graph}.`, { pack: manifest.name });
}

/** What methods may have run in the encoder's process, for one operation. */
export function createCompute(encoder: Encoder, operation: Operation): Compute {
  return {
    async affinity({ structure, values, threshold, temperature }) {
      checkMatrix('structure', structure);
      checkMatrix('values', values);
      if (structure.dims[0] !== values.dims[0])
        throw badInput('values', `has ${values.dims[0]} rows, structure has ${structure.dims[0]}; one a patch is needed.`);
      if (!(temperature > 0)) throw badInput('temperature', `must be above 0, not ${temperature}.`);
      const feeds = { structure, values, threshold: scalar(threshold), temperature: scalar(temperature) };
      const { spread } = await encoder.runGraph({ graph: AFFINITY, feeds, outputs: ['spread'] }, operation);
      if (spread === undefined) throw new DenseqlError('ENCODER_UNAVAILABLE', 'The affinity kernel gave no answer.');
      return spread;
    },

    tail: (call) => runTail(encoder, call, operation),

    head: async ({ graph, feeds, outputs }) => encoder.runGraph({ graph: packGraph(encoder, graph), feeds, outputs }, operation),
  };
}
