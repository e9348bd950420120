import type { TextCleaning } from '../../text/cleaning/clean-text.js';
import type { TokenCount } from '../contract/encoder.js';

/** The file descriptor, in the child, of the pipe for arrays. */
export const ARRAYS_FD = 4;

/** The file descriptor, in the child, of the file in memory for arrays; of nothing without the argument that says that there is one. */
export const ARRAYS_FILE_FD = 5;
export const WITH_FILE = '--arrays-file';

/** A typed array inside a message travels beside it (see Transport); this stands for it. */
export interface BufferRef {
  readonly dims: readonly number[];
  /** Index among the buffers of the message. */
  readonly buffer: number;
}

/** An input of a graph. */
export interface FeedRef extends Omit<BufferRef, 'buffer'> {
  readonly type: 'float32' | 'uint8';
  /** Index among the buffers of the message; null: the process has kept it by its name. */
  readonly buffer: number | null;
  /** By which it is kept from now on; null: it is not. */
  readonly kept: string | null;
}

export interface LoadCommand {
  readonly type: 'load';
  /** Execution provider of the image and text graphs. */
  readonly device: string;
  /** Nodes of both that WebGPU leaves to the CPU, by name. */
  readonly cpuNodes?: readonly string[];
  readonly threads: number;
  readonly imageGraph: string;
  readonly imageInput: string;
  readonly textGraph: string;
  /** The text tower in two graphs, with token embeddings of `width` numbers between them; null: the pack has none. */
  readonly inputsEmbeds: { readonly graph: string; readonly tokens: string; readonly width: number } | null;
  readonly tokenizer: string;
  readonly contextLength: number;
  /** What is done to texts before the tokenizer. */
  readonly cleaning: TextCleaning;
  /** Id that fills up shorter sequences; null: as the tokenizer's file says. */
  readonly padId: number | null;
}

/** The name of a pass's output among the arrays that are kept. */
export const keptOutput = (keep: string, output: string): string => `${keep}/${output}`;

/** Parent to child. */
export type Command =
  | LoadCommand
  | {
      readonly type: 'image';
      readonly pixels: BufferRef;
      /** By which the outputs are kept, each under `keptOutput` of it; null: they are not. */
      readonly keep: string | null;
    }
  | { readonly type: 'texts'; readonly texts: readonly string[] }
  /** Words, and vectors in the place of tokens. */
  | { readonly type: 'prompts'; readonly prompts: readonly (readonly (string | BufferRef)[])[] }
  | {
      readonly type: 'graph';
      readonly graph: string;
      readonly feeds: Readonly<Record<string, FeedRef>>;
      readonly outputs: readonly string[];
    };

/** What the child has to say. */
export type Answer =
  | { readonly type: 'up'; readonly backends: readonly string[] }
  | { readonly type: 'loaded' }
  | {
      readonly type: 'done';
      readonly outputs: Readonly<Record<string, BufferRef>>;
      readonly nonFinite: readonly string[];
      /** Of each text or prompt; only the child has the tokenizer. */
      readonly tokens?: readonly TokenCount[];
      readonly milliseconds: number;
    }
  | { readonly type: 'failed'; readonly message: string };

/** Child to parent: every answer tells how much memory the process holds at that moment, in resident bytes. */
export type Reply = Answer & { readonly memoryBytes: number };
