import { join } from 'node:path';
import type { PackManifest } from '../../packs/manifest.js';
import type { LoadCommand } from './protocol.js';

/** What a process needs to load a pack's graphs; `manifest` may be one that is not written yet. */
export const loadCommand = (
  packFolder: string,
  { image, text }: Pick<PackManifest, 'image' | 'text'>,
  device: string,
  threads: number,
): LoadCommand => ({
  type: 'load',
  device,
  threads,
  imageGraph: join(packFolder, image.graph),
  imageInput: image.input,
  textGraph: join(packFolder, text.graph),
  inputsEmbeds: text.inputsEmbeds
    ? { ...text.inputsEmbeds, graph: join(packFolder, text.inputsEmbeds.graph), tokens: join(packFolder, text.inputsEmbeds.tokens) }
    : null,
  tokenizer: join(packFolder, text.tokenizer),
  contextLength: text.contextLength,
  cleaning: text.cleaning,
  padId: text.padId ?? null,
});
