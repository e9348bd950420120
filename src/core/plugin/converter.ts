import type { ConvertedHead } from '../packs/converted-head.js';

/** An option of `denseql models convert`, of one kind or of several: `--<name> <value>`. */
export interface ConverterOption {
  /** Lower case letters, digits, hyphens. */
  readonly name: string;
  /** What stands behind it in the help, e.g. `file` for `--classes <file>`. */
  readonly value: string;
  readonly summary: string;
  readonly default?: string;
  /** The only texts that are taken. */
  readonly choices?: readonly string[];
  /** What is wrong with a text, as a sentence such as "not a number of pixels."; null: nothing. */
  refuse?(text: string): string | null;
}

/** What a converter is given: the checkpoint's file, and where the head is to lie. */
export interface ConvertCall {
  /** Path of the checkpoint's file. */
  readonly checkpoint: string;
  /** Folder for graph, weights and manifest. */
  readonly out: string;
  /** By name: what was given, else the default; absent without either. */
  readonly options: Readonly<Record<string, string | undefined>>;
  /** Tells the user what is being done. */
  readonly say: (line: string) => void;
  /** Called as bytes of weights are written. */
  readonly onProgress: (done: number, total: number) => void;
  readonly signal: AbortSignal;
}

/** What a converter has made of a checkpoint. */
export interface Converted {
  /** As written to `<kind>.json`. */
  readonly manifest: ConvertedHead;
  /** Names of all files written. */
  readonly files: readonly string[];
}

/** Makes a head of a released checkpoint that brings an encoder of its own: `denseql models convert <checkpoint> --kind <kind>`. */
export interface Converter {
  /** Also the name of the files, and the `kind` in their manifest; unique among all plugins. */
  readonly kind: string;
  readonly options?: readonly ConverterOption[];
  /**
   * @throws CheckpointError naming the tensor, or the option by its name, that is in the way; BAD_INPUT
   */
  convert(call: ConvertCall): Promise<Converted>;
}
