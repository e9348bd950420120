import type { Operation } from '../../operation.js';
import type { RunGraphRequest } from '../contract/encoder.js';
import type { Tensor } from '../../math/tensor.js';
import type { EncoderQueue } from './encoder-queue.js';

/** Small graphs in the encoder's process: heads and kernels. Never coalesced, never kept. */
export class GraphRunning {
  private count = 0;

  constructor(private readonly queue: EncoderQueue) {}

  async run(request: RunGraphRequest, operation: Operation): Promise<Readonly<Record<string, Tensor>>> {
    const { graph, file, feeds, outputs } = request;
    const bytes = Object.values(feeds).reduce((sum, feed) => sum + feed.data.byteLength, 0);
    const { value } = await this.queue.submit(
      {
        key: `graph:${this.count++}`,
        bytes,
        stage: null,
        prepare: () => Promise.resolve({ type: 'graph', graph, file, feeds, outputs }),
        finish: (result) => result.outputs,
      },
      operation,
    );
    return value;
  }
}
