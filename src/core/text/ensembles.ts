import { breathe } from '../math/breathe.js';
import { meanUnit } from '../math/mean-unit.js';
import type { LabelTexts, Prompts } from './prompts.js';
import type { Reading } from './reading/read-labels.js';

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

/** A label's names, as they are read; of several that read the same the first. */
const namesOf = (label: string, prompts: Prompts, read: (name: string) => Reading): readonly Reading[] => {
  const names = [label, ...textsOf(prompts.synonyms, label)].map(read);
  return names.filter(({ text }, index) => names.findIndex((other) => other.text === text) === index);
};

/** For each name of a label, the texts whose vectors are averaged. */
function ensembles(label: string, prompts: Prompts, templates: readonly string[], read: (name: string) => Reading): SourcedText[][] {
  const described = textsOf(prompts.descriptions, label);
  return namesOf(label, prompts, read).map((name, index) => {
    // split and join: in `replace`, a label such as "$&" would be an instruction.
    const filled = templates.map((template) => ({ text: template.split('{}').join(name.text), origin: name.label, template }));
    // What the client says of a label takes the place of what the pack says.
    const beside = index === 0 && described.length > 0 ? described : name.descriptions;
    return [...filled, ...beside.map((text) => ({ text, origin: text }))];
  });
}

/** For each label, and each of its names, the texts whose vectors are averaged. */
export type LabelEnsembles = readonly (readonly (readonly SourcedText[])[])[];

/** What labels become; see {@link labelVectors}. @param read how labels and their synonyms are read */
export const labelTexts = (
  labels: readonly string[],
  prompts: Prompts,
  templates: readonly string[],
  read: (name: string) => Reading,
): LabelEnsembles => labels.map((label) => ensembles(label, prompts, prompts.templates ?? templates, read));

/**
 * For each label one unit vector a name: the prompt ensemble (Radford et al. 2021, section 3.1.4). The event loop turns between labels.
 * @param vector of each text
 * @param turn waited for after each label
 */
export async function labelVectors(
  texts: LabelEnsembles,
  vector: (text: string) => Float32Array,
  turn: () => Promise<void> = breathe,
): Promise<Float32Array[][]> {
  const vectors: Float32Array[][] = [];
  for (const names of texts) {
    vectors.push(names.map((ensemble) => meanUnit(ensemble.map(({ text }) => vector(text)))));
    await turn();
  }
  return vectors;
}
