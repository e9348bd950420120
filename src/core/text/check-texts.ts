import { badInput } from '../errors.js';

/** Control characters and halves of surrogate pairs: no tokenizer gives them a meaning. */
const FORBIDDEN = /[\p{Cc}\p{Cs}]/u;

/**
 * One text of a client, trimmed.
 * @param field how errors name it, e.g. `labels[3]`
 * @param maxLength in characters (code points)
 * @throws BAD_INPUT when empty, too long, or with control characters
 */
export function checkText(text: string, field: string, maxLength: number): string {
  const trimmed = text.trim();
  if (trimmed === '') throw badInput(field, 'must not be empty.');
  // In code units where there are too many in any case: taking megabytes apart would hold the event loop.
  const length = trimmed.length > 2 * maxLength ? trimmed.length : [...trimmed].length;
  if (length > maxLength) throw badInput(field, `has ${length} characters, at most ${maxLength} are allowed (DENSEQL_MAX_LABEL_LENGTH).`);
  if (FORBIDDEN.test(trimmed)) throw badInput(field, 'must not contain control characters or broken surrogate pairs.');
  return trimmed;
}

/** A list of texts, trimmed, no two equal (case counts). @throws BAD_INPUT naming the entry, e.g. `labels[3]` */
export function checkTexts(texts: readonly string[], field: string, maxLength: number): string[] {
  const seen = new Map<string, number>();
  return texts.map((text, index) => {
    const trimmed = checkText(text, `${field}[${index}]`, maxLength);
    const other = seen.get(trimmed);
    if (other !== undefined) throw badInput(`${field}[${index}]`, `is equal to ${field}[${other}].`);
    seen.set(trimmed, index);
    return trimmed;
  });
}
