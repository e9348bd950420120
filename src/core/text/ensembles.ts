import { breathe } from '../math/breathe.js';
import { meanUnit } from '../math/mean-unit.js';
import type { LabelTexts, Prompts } from './prompts.js';

/** A text that is encoded, and what of a question it was made of. */
export interface SourcedText {
  readonly text: string;
  /** The label, synonym or description as it was given. */
  readonly origin: string;
  /** Where it stands in for `{}`; absent: the text is the origin alone. */
  readonly template?: string;
}

const textsOf = (entries: readonly LabelTexts[] | null | undefined, label: string): readonly string[] =>
  (entries ?? []).filter((entry) => entry.label === label).flatMap((entry) => entry.texts);

/** For each name of a label, the texts whose vectors are averaged. */
function ensembles(label: string, prompts: Prompts, templates: readonly string[]): SourcedText[][] {
  const names = [...new Set([label, ...textsOf(prompts.synonyms, label)])];
  return names.map((name, index) => {
    // split and join: in `replace`, a label such as "$&" would be an instruction.
    const filled = templates.map((template) => ({ text: template.split('{}').join(name), origin: name, template }));
    return index === 0 ? [...filled, ...textsOf(prompts.descriptions, label).map((text) => ({ text, origin: text }))] : filled;
  });
}

/** For each label, and each of its names, the texts whose vectors are averaged. */
export type LabelEnsembles = readonly (readonly (readonly SourcedText[])[])[];

/** What labels become; see {@link labelVectors}. */
export const labelTexts = (labels: readonly string[], prompts: Prompts, templates: readonly string[]): LabelEnsembles =>
  labels.map((label) => ensembles(label, prompts, prompts.templates ?? templates));

/**
 * For each label one unit vector a name: the prompt ensemble (Radford et al. 2021, section 3.1.4). The event loop turns between labels.
 * @param vector of each text
 */
export async function labelVectors(texts: LabelEnsembles, vector: (text: string) => Float32Array): Promise<Float32Array[][]> {
  const vectors: Float32Array[][] = [];
  for (const names of texts) {
    vectors.push(names.map((ensemble) => meanUnit(ensemble.map(({ text }) => vector(text)))));
    await breathe();
  }
  return vectors;
}
