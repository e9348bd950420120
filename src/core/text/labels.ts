import { badInput, limitExceeded } from '../errors.js';
import { checkTexts } from './check-texts.js';

/** How many texts a question may have, and how long they may be. */
export interface TextLimits {
  /** Labels of one field; also background texts of one field. */
  readonly MAX_LABELS: number;
  /** Characters of one label or text. */
  readonly MAX_LABEL_LENGTH: number;
}

/**
 * Labels of a client, trimmed: 1 to MAX_LABELS, none empty, no two equal (case counts), no control characters.
 *
 * @param field how errors name them
 * @throws BAD_INPUT naming the entry, e.g. `labels[3]`; LIMIT_EXCEEDED for too many
 */
export function checkLabels(labels: readonly string[], limits: TextLimits, field = 'labels'): string[] {
  if (labels.length === 0) throw badInput(field, `needs 1 to ${limits.MAX_LABELS} entries.`);
  if (labels.length > limits.MAX_LABELS) throw limitExceeded('MAX_LABELS', labels.length, limits.MAX_LABELS, field);
  return checkTexts(labels, field, limits.MAX_LABEL_LENGTH);
}

/**
 * Background texts of a client: null (the method's own) and [] (none) stay what they are.
 * @throws as {@link checkLabels}
 */
export function checkBackground(
  background: readonly string[] | null | undefined,
  limits: TextLimits,
  field = 'background',
): string[] | null {
  if (background === null || background === undefined) return null;
  return background.length === 0 ? [] : checkLabels(background, limits, field);
}
