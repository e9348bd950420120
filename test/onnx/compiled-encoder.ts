import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type Compiled, compileCheckpoint, type CompileOptions, type TailAttention } from '../../src/onnx/index.js';
import { temporaryFolder } from './checkpoint-files.js';

export type Arrays = Readonly<Record<string, Float32Array>>;
/** uint8 [batch, height, width, 3] */
export interface Pixels {
  readonly data: Uint8Array;
  readonly shape: readonly number[];
}

const arrays = (results: InferenceSession.OnnxValueMapType): Arrays =>
  Object.fromEntries(Object.entries(results).map(([name, value]) => [name, value.data as Float32Array]));

/** A checkpoint compiled into a new folder, and its graphs opened at first use. */
export class CompiledEncoder {
  private readonly sessions = new Map<string, InferenceSession>();

  private constructor(
    readonly folder: string,
    readonly compiled: Compiled,
  ) {}

  static async of(checkpoint: string, options: CompileOptions = {}): Promise<CompiledEncoder> {
    const folder = temporaryFolder();
    return new CompiledEncoder(folder, await compileCheckpoint(checkpoint, folder, options));
  }

  async open(graph: string): Promise<InferenceSession> {
    const known = this.sessions.get(graph);
    const session = known ?? (await InferenceSession.create(join(this.folder, graph), { logSeverityLevel: 3, intraOpNumThreads: 1 }));
    this.sessions.set(graph, session);
    return session;
  }

  async image({ data, shape }: Pixels): Promise<Arrays> {
    const session = await this.open(this.compiled.image.graph);
    return arrays(await session.run({ [this.compiled.image.input]: new Tensor('uint8', data, shape) }));
  }

  /** Rows of ids, all of one length. */
  async text(rows: readonly (readonly number[])[]): Promise<Float32Array> {
    const session = await this.open(this.compiled.text.graph);
    const ids = BigInt64Array.from(rows.flat(), BigInt);
    const results = await session.run({ input_ids: new Tensor('int64', ids, [rows.length, rows[0]?.length ?? 0]) });
    return (results['text'] as Tensor).data as Float32Array;
  }

  /** The last block once more, on what an image pass gave. @param grid rows and columns */
  async tail(outputs: Arrays, grid: readonly [number, number], attention: TailAttention, residual: boolean): Promise<Float32Array> {
    const { tail, outputs: described } = this.compiled;
    if (tail === null) throw new Error('no tail');
    const feed = (name: string, rows: number): Tensor =>
      new Tensor('float32', outputs[name] as Float32Array, [1, rows, described[name]?.dims ?? 0]);
    const patches = grid[0] * grid[1];
    const session = await this.open(tail.graph);
    const results = await session.run({
      tokens: feed(tail.tokens, patches + (described[tail.tokens]?.kind === 'tokens' ? 1 : 0)),
      middle: feed(tail.middle, patches),
      grid: new Tensor('float32', [...grid], [2]),
      attention: new Tensor(
        'float32',
        tail.attentions.map((kind) => (kind === attention ? 1 : 0)),
        [tail.attentions.length],
      ),
      residual: new Tensor('float32', [residual ? 1 : 0], [1]),
    });
    return (results['dense'] as Tensor).data as Float32Array;
  }

  bytes(file: string): Buffer {
    return readFileSync(join(this.folder, file));
  }

  async close(): Promise<void> {
    for (const session of this.sessions.values()) await session.release();
    this.sessions.clear();
  }
}
