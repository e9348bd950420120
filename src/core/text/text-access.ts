import type { Encoder } from '../encoder/encoder.js';
import type { Operation } from '../operation.js';
import type { LabelTexts, PackFacts, Prompts, TextAccess } from '../tasks/task.js';
import { meanUnit } from './mean-unit.js';

const textsOf = (entries: readonly LabelTexts[] | null | undefined, label: string): readonly string[] =>
  (entries ?? []).filter((entry) => entry.label === label).flatMap((entry) => entry.texts);

/** For each name of a label, the texts whose vectors are averaged. */
function ensembles(label: string, prompts: Prompts, templates: readonly string[]): string[][] {
  const names = [...new Set([label, ...textsOf(prompts.synonyms, label)])];
  return names.map((name, index) => {
    // split and join: in `replace`, a label such as "$&" would be an instruction.
    const filled = templates.map((template) => template.split('{}').join(name));
    return index === 0 ? [...filled, ...textsOf(prompts.descriptions, label)] : filled;
  });
}

/**
 * Text access of one operation, see {@link TextAccess} in tasks/task.ts. Equal texts are asked once, all of them in one
 * call of the encoder, so that they travel as one batch.
 *
 * @param pack gives the templates where the prompts have none
 */
export function createTextAccess(
  encoder: Pick<Encoder, 'encodeTexts'>,
  operation: Operation,
  pack: Pick<PackFacts, 'templates'>,
): TextAccess {
  const encode = async (texts: readonly string[]): Promise<(text: string) => Float32Array> => {
    const distinct = [...new Set(texts)];
    const vectors = distinct.length > 0 ? await encoder.encodeTexts(distinct, operation) : [];
    const byText = new Map(distinct.map((text, index) => [text, vectors[index]!]));
    return (text) => byText.get(text)!;
  };
  return {
    async embed(texts) {
      const vector = await encode(texts);
      return texts.map(vector);
    },
    async labels(labels, prompts) {
      const templates = prompts.templates ?? pack.templates;
      const perLabel = labels.map((label) => ensembles(label, prompts, templates));
      const vector = await encode(perLabel.flat(2));
      return perLabel.map((names) => names.map((texts) => meanUnit(texts.map(vector))));
    },
  };
}
