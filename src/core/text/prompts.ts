import { badInput, limitExceeded } from '../errors.js';
import { checkTexts } from './check-texts.js';
import type { TextLimits } from './labels.js';

/** How labels become texts; absent members mean the method's or the pack's own. */
export interface Prompts {
  readonly templates?: readonly string[] | null;
  readonly synonyms?: readonly LabelTexts[] | null;
  readonly descriptions?: readonly LabelTexts[] | null;
  /** Labels and synonyms go into texts as they are written: the pack's words read none of them. */
  readonly asWritten?: boolean | null;
}

/** The texts that labels become by their templates, and which belong to which label. */
export interface LabelTexts {
  readonly label: string;
  readonly texts: readonly string[];
}

/** Entries for labels: each label asked for and named once, its texts like labels. */
function checkLabelTexts(entries: readonly LabelTexts[], labels: ReadonlySet<string>, field: string, limits: TextLimits): LabelTexts[] {
  const seen = new Set<string>();
  return entries.map((entry, index) => {
    const label = entry.label.trim();
    if (!labels.has(label)) throw badInput(`${field}[${index}].label`, 'is none of the labels.');
    if (seen.has(label)) throw badInput(`${field}[${index}].label`, 'is given twice; put its texts into one entry.');
    seen.add(label);
    return { label, texts: checkTexts(entry.texts, `${field}[${index}].texts`, limits.MAX_LABEL_LENGTH) };
  });
}

/**
 * Prompts of a client, trimmed. Templates hold `{}`, are not none, and no two are equal; synonyms and descriptions
 * belong to labels that were asked for. How many texts they make together is counted by the operation (MAX_TEXTS).
 *
 * @param labels as `checkLabels` gave them
 * @throws BAD_INPUT naming the entry, e.g. `prompts.synonyms[0].label`; LIMIT_EXCEEDED for more than MAX_LABELS templates
 */
export function checkPrompts(
  prompts: Prompts | null | undefined,
  labels: readonly string[],
  limits: TextLimits,
  field = 'prompts',
): Prompts {
  const asked = new Set(labels);
  const checked: { templates?: string[]; synonyms?: LabelTexts[]; descriptions?: LabelTexts[]; asWritten?: true } = {};
  if (prompts?.templates) {
    const name = `${field}.templates`;
    if (prompts.templates.length === 0) throw badInput(name, "needs at least one entry; leave it out for the encoder's own.");
    if (prompts.templates.length > limits.MAX_LABELS) throw limitExceeded('MAX_LABELS', prompts.templates.length, limits.MAX_LABELS, name);
    checked.templates = checkTexts(prompts.templates, name, limits.MAX_LABEL_LENGTH);
    const without = checked.templates.findIndex((template) => !template.includes('{}'));
    if (without >= 0) throw badInput(`${name}[${without}]`, 'must contain {} in place of the label.');
  }
  if (prompts?.synonyms) checked.synonyms = checkLabelTexts(prompts.synonyms, asked, `${field}.synonyms`, limits);
  if (prompts?.descriptions) checked.descriptions = checkLabelTexts(prompts.descriptions, asked, `${field}.descriptions`, limits);
  if (prompts?.asWritten === true) checked.asWritten = true;
  return checked;
}
