/** A typed array inside a message travels beside it, in parts; this stands for it. */
export interface BufferRef {
  readonly dims: readonly number[];
  /** Index among the buffers of the message. */
  readonly buffer: number;
}

export interface LoadCommand {
  readonly type: 'load';
  /** Execution provider of the image and text graphs. */
  readonly device: string;
  readonly threads: number;
  readonly imageGraph: string;
  readonly imageInput: string;
  readonly textGraph: string;
  readonly tokenizer: string;
  readonly contextLength: number;
}

/** Parent to child. */
export type Command =
  | LoadCommand
  | { readonly type: 'image'; readonly pixels: BufferRef }
  | { readonly type: 'texts'; readonly texts: readonly string[] }
  | {
      readonly type: 'graph';
      readonly graph: string;
      readonly feeds: Readonly<Record<string, BufferRef>>;
      readonly outputs: readonly string[];
    };

/** Child to parent. */
export type Reply =
  | { readonly type: 'up'; readonly backends: readonly string[] }
  | { readonly type: 'loaded' }
  | {
      readonly type: 'done';
      readonly outputs: Readonly<Record<string, BufferRef>>;
      readonly nonFinite: readonly string[];
      readonly milliseconds: number;
    }
  | { readonly type: 'failed'; readonly message: string };
