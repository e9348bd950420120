import type { PackManifest } from '../packs/manifest.js';

/** What a head is written of: its own file, and the pack that it joins. */
export interface WriteHeadCall {
  /** Path of the file that the option names. */
  readonly file: string;
  /** Folder of the pack that is being made. */
  readonly folder: string;
  /** What a pass of the pack gives. */
  readonly outputs: PackManifest['outputs'];
}

/** A head that was written, and what the pack's manifest says of it. */
export interface WrittenHead {
  /** Names of all files written, within the folder. */
  readonly files: readonly string[];
  /** Fields of the plugin's entry under `heads` in pack.json. */
  readonly entry: Readonly<Record<string, unknown>>;
}

/** A head that a plugin adds while a checkpoint becomes a pack: `denseql models compile <folder> --<option> <file>`. */
export interface CompiledHead {
  /** Lower case letters, digits, hyphens; unique among all plugins. */
  readonly option: string;
  readonly summary: string;
  /** @throws CheckpointError naming the file or tensor that is in the way; PACK_INVALID */
  write(call: WriteHeadCall): Promise<WrittenHead>;
}
