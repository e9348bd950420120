import type { PackManifest } from '../../packs/manifest.js';
import { cleanOpenai } from './clean-openai.js';

/** Manifest's `text.cleaning`. */
export type TextCleaning = PackManifest['text']['cleaning'];

/**
 * A text as the family's own code hands it to its tokenizer. Never throws; cleaning what is clean changes nothing, save that each `openai` pass
 * undoes two layers of HTML escapes.
 *
 * - `none`: as it is.
 * - `openai`: OpenAI's `simple_tokenizer.py` (open_clip's `clean="lower"` is the same): mojibake and odd characters repaired, HTML escapes undone,
 *   white space collapsed, lower case.
 * - `siglip`: lower case, which SigLIP was trained on. The punctuation that SigLIP 1 drops as well is dropped by the pack's tokenizer.json.
 */
export function cleanText(text: string, kind: TextCleaning): string {
  if (kind === 'openai') return cleanOpenai(text);
  return kind === 'siglip' ? text.toLowerCase() : text;
}
