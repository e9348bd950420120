import type { TokenCount } from './encoder.js';
import type { ByteTensor, Tensor } from '../../math/tensor.js';
import type { LearnedPrompt } from '../../text/learned-prompt.js';

export interface ImageWork {
  readonly type: 'image';
  /** RGB, 8 bit, rows top-down; pictures one behind another. */
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Pictures of this size; absent: one. */
  readonly count?: number;
}

/** What the encoder's process can be asked to do, one at a time. */
export type Work =
  | ImageWork
  | { readonly type: 'texts'; readonly texts: readonly string[] }
  | { readonly type: 'prompts'; readonly prompts: readonly LearnedPrompt[] }
  | {
      readonly type: 'graph';
      readonly graph: string;
      /** Where it lies, of graphs that are not the pack's and not the core's. */
      readonly file?: string | undefined;
      readonly feeds: Readonly<Record<string, Tensor | ByteTensor>>;
      readonly outputs: readonly string[];
    };

export interface WorkResult {
  /** Outputs as the graph gives them, batch dimension included. */
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** Outputs that hold NaN or infinity. */
  readonly nonFinite: readonly string[];
  /** For texts and prompts: how many tokens each has and how many were read. */
  readonly tokens?: readonly TokenCount[];
  /** Time of the pass itself, without transfers. */
  readonly milliseconds: number;
}

/** Whether the device that was proven runs it: heads, kernels and learned prompts run on the CPU, whatever the device. */
export const isOnDevice = ({ type }: Work): boolean => type === 'image' || type === 'texts';

/** Whatever does the work. The queue hands it one piece at a time. */
export interface Runner {
  /** Pictures of one size that one pass may take; absent: one. */
  maxBatch?(): number;
  /** Resolves when work can be run; rejects with a typed error once starting was given up. Starts what is not started. */
  ready(): Promise<void>;
  /** @throws WorkerLost when whoever did the work died or hung; DenseqlError when the work itself failed */
  run(work: Work): Promise<WorkResult>;
}

/** The process went away under its work: the work may be tried again elsewhere. */
export class WorkerLost extends Error {
  override readonly name = 'WorkerLost';
}
