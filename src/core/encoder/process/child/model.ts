import type { InferenceSession } from 'onnxruntime-node';
import type { TokenCount } from '../../contract/encoder.js';
import { KeptArrays } from '../kept-arrays.js';
import { keptOutput, type BufferRef, type Command, type FeedRef, type LoadCommand } from '../protocol.js';
import type { Buffers } from '../transport.js';
import type { Described } from './outputs.js';
import { Tensor } from './runtime.js';
import { GraphSessions, openSession } from './sessions.js';
import { PromptTower } from './prompt-tower.js';
import { TokenBatches } from './token-batches.js';

type Results = InferenceSession.ReturnType;

export interface ModelRun {
  readonly results: Results;
  /** For texts and prompts: of each. */
  readonly tokens?: readonly TokenCount[];
}

const bytesOf = (buffers: Buffers, { buffer }: Pick<BufferRef, 'buffer'>): Uint8Array<ArrayBuffer> => {
  const found = buffers[buffer];
  // An empty array sends no part at all.
  return found ?? new Uint8Array(0);
};

/** The length of the token axis where the graph fixes it. */
function fixedLength(session: InferenceSession): number | null {
  const input = session.inputMetadata.find((candidate) => candidate.name === 'input_ids');
  const length = input?.isTensor === true ? input.shape[1] : undefined;
  return typeof length === 'number' ? length : null;
}

/** Of this process, whatever it has loaded: the other side counts so. */
const kept = new KeptArrays<Uint8Array>();

/** An input that came with this command, or with one before. */
function fedBytes(buffers: Buffers, { buffer, kept: name }: FeedRef): Uint8Array {
  if (buffer === null) return kept.get(name ?? '') ?? new Uint8Array(0);
  const bytes = bytesOf(buffers, { buffer });
  if (name !== null) kept.add(name, bytes.byteLength, bytes);
  return bytes;
}

const floatsOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Float32Array => new Float32Array(buffer, byteOffset, byteLength / 4);

/** A pack's graphs on one device. */
export class Model {
  private constructor(
    private readonly image: InferenceSession,
    private readonly text: InferenceSession,
    private readonly tokens: TokenBatches,
    private readonly graphs: GraphSessions,
    private readonly imageInput: string,
    private readonly prompts: PromptTower | null,
  ) {}

  /** @throws whatever the runtime throws for a device or a graph that it does not accept */
  static async load(command: LoadCommand): Promise<Model> {
    const { inputsEmbeds } = command;
    const tokens = await TokenBatches.open(command.tokenizer, command);
    const graphs = new GraphSessions(command.threads);
    return new Model(
      await openSession(command.imageGraph, command, command.threads),
      await openSession(command.textGraph, command, command.threads),
      tokens,
      graphs,
      command.imageInput,
      inputsEmbeds && new PromptTower(tokens, graphs, inputsEmbeds),
    );
  }

  async run(command: Exclude<Command, LoadCommand>, buffers: Buffers): Promise<ModelRun> {
    if (command.type === 'image') {
      const pixels = new Tensor('uint8', bytesOf(buffers, command.pixels), command.pixels.dims);
      return { results: await this.image.run({ [this.imageInput]: pixels }) };
    }
    if (command.type === 'texts') return this.runTexts(command.texts);
    if (command.type === 'prompts') {
      if (this.prompts === null) throw new Error('The pack takes no learned prompts.');
      const ofPart = (part: string | BufferRef) => (typeof part === 'string' ? part : floatsOf(bytesOf(buffers, part)));
      return this.prompts.run(
        command.prompts.map((parts) => parts.map(ofPart)),
        fixedLength(this.text),
      );
    }
    const session = await this.graphs.get(command.graph);
    const feeds: Record<string, Tensor> = {};
    for (const [name, feed] of Object.entries(command.feeds)) {
      const bytes = fedBytes(buffers, feed);
      feeds[name] = feed.type === 'uint8' ? new Tensor('uint8', bytes, feed.dims) : new Tensor('float32', floatsOf(bytes), feed.dims);
    }
    return { results: await session.run(feeds, [...command.outputs]) };
  }

  /** Keeps the outputs of a pass: heads are fed them. */
  keep(name: string, { reply, buffers }: Described): void {
    for (const [output, { buffer }] of Object.entries(reply.outputs)) {
      const { buffer: memory, byteOffset, byteLength } = buffers[buffer]!;
      kept.add(keptOutput(name, output), byteLength, new Uint8Array(memory, byteOffset, byteLength));
    }
  }

  private async runTexts(texts: readonly string[]): Promise<ModelRun> {
    const { ids, mask, length, counts } = this.tokens.batch(texts, fixedLength(this.text));
    const dims = [texts.length, length];
    const feeds: Record<string, Tensor> = {};
    if (this.text.inputNames.includes('input_ids')) feeds['input_ids'] = new Tensor('int64', ids, dims);
    if (this.text.inputNames.includes('attention_mask')) feeds['attention_mask'] = new Tensor('int64', mask, dims);
    return { results: await this.text.run(feeds, ['text']), tokens: counts };
  }

  async release(): Promise<void> {
    await this.image.release();
    await this.text.release();
  }
}
