import type { InferenceSession } from 'onnxruntime-node';
import type { TokenCount } from '../../contract/encoder.js';
import type { LoadCommand } from '../protocol.js';
import { Tensor } from './runtime.js';
import type { GraphSessions } from './sessions.js';
import type { TokenBatches } from './token-batches.js';

/** The text tower in two graphs, opened when first asked, with learned vectors put in between. */
export class PromptTower {
  constructor(
    private readonly tokens: TokenBatches,
    private readonly graphs: GraphSessions,
    private readonly place: NonNullable<LoadCommand['inputsEmbeds']>,
  ) {}

  /** @param prompts words, and rows of the tower's width @param fixed length that the tower insists on, if any */
  async run(
    prompts: readonly (readonly (string | Float32Array)[])[],
    fixed: number | null,
  ): Promise<{ readonly results: InferenceSession.ReturnType; readonly tokens: readonly TokenCount[] }> {
    const { graph, tokens, width } = this.place;
    const rowsOf = ({ length }: Float32Array): number => length / width;
    const spelt = prompts.map((parts) => parts.map((part) => (typeof part === 'string' ? part : rowsOf(part))));
    const { ids, length, counts, places } = this.tokens.batch(spelt, fixed);
    const dims = [prompts.length, length];
    const { inputs_embeds: embedded, end } = await (await this.graphs.get(tokens)).run({ input_ids: new Tensor('int64', ids, dims) });
    const numbers = embedded!.data as Float32Array;
    prompts.forEach((parts, index) => {
      const vectors = parts.filter((part) => typeof part !== 'string');
      const rows = vectors.flatMap((part) =>
        Array.from({ length: rowsOf(part) }, (_, row) => part.subarray(row * width, (row + 1) * width)),
      );
      places[index]!.forEach((column, row) => numbers.set(rows[row]!, (index * length + column) * width));
    });
    const feeds = { inputs_embeds: new Tensor('float32', numbers, [...dims, width]), end: end! };
    return { results: await (await this.graphs.get(graph)).run(feeds, ['text']), tokens: counts };
  }
}
