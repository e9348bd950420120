import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const ATTENTIONS = ['eager', 'sdpa'] as const;
export type Attention = (typeof ATTENTIONS)[number];

interface Timed {
  readonly milliseconds: number;
  readonly embedding: readonly number[];
}

/** transformers in a Python process that stays: see torch_worker.py. One request at a time. */
export interface TorchWorker {
  readonly versions: Readonly<Record<string, string>>;
  /** Reads the pictures into its memory. */
  pictures(files: readonly string[]): Promise<void>;
  /** Decodes and encodes one of them at side x side pixels. */
  encode(index: number, side: number, attention: Attention): Promise<Timed>;
  /** Encodes side x side x 3 bytes as they are. */
  encodePixels(file: string, side: number): Promise<readonly number[]>;
  close(): Promise<void>;
}

/** @throws Error when Python ends instead of answering; its own words are on stderr */
export async function torchWorker(python: string, checkpoint: string, threads: number): Promise<TorchWorker> {
  const script = fileURLToPath(new URL('./torch_worker.py', import.meta.url));
  const child = spawn(python, [script, checkpoint, String(threads)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const line = await lines.next();
    if (line.done === true) throw new Error('The Python process ended.');
    return JSON.parse(line.value) as unknown;
  };
  const ask = (request: object): Promise<unknown> => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    return next();
  };
  const { versions } = (await next()) as { versions: Record<string, string> };
  return {
    versions,
    async pictures(files) {
      await ask({ type: 'pictures', files });
    },
    encode: async (index, side, attention) => (await ask({ type: 'encode', index, side, attention })) as Timed,
    encodePixels: async (file, side) => ((await ask({ type: 'pixels', file, side, attention: 'sdpa' })) as Timed).embedding,
    async close() {
      child.stdin.end();
      await exited;
    },
  };
}
