import type { AlikeLabels } from '../text/alike-labels.js';
import type { Said } from './notices.js';
import type { CutText } from './text-access.js';
import type { UnreadText } from './unread-texts.js';

type Place = readonly [field: string, text: string];

/** All texts of a question and where they stand, e.g. `labels[3]` or `prompts.descriptions[0].texts[1]`. */
function places(value: unknown, path = ''): Place[] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    places(member, Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`),
  );
}

/** Labels and what else a question has of their kind: all texts but templates and descriptions, which are sentences. */
export const shortTexts = (question: object): readonly string[] =>
  places(question).flatMap(([field, text]) => (/^prompts\.(?:templates|descriptions)\b/.test(field) ? [] : [text]));

/** Whether a text holds another as words of its own, e.g. `a cat` but not `category` for `cat`. */
const holds = (text: string, words: string): boolean =>
  text.split(words).some((before, index, parts) => {
    const after = parts[index + 1];
    return after !== undefined && !/[\p{L}\p{N}]$/u.test(before) && !/^[\p{L}\p{N}]/u.test(after);
  });

/** The argument that a text is, or else the longest that it was made of, as a method makes sentences of a label; null when it is the method's own. */
export function fieldOf(question: unknown, origin: string): string | null {
  const all = places(question);
  const same = all.find(([, text]) => text === origin);
  if (same) return same[0];
  const within = all.filter(([, text]) => text !== '' && holds(origin, text)).sort(([, a], [, b]) => b.length - a.length);
  return within[0]?.[0] ?? null;
}

/** The argument that makes a text too long: its template, where that is the longer part of it and the question's own; else what it was made of. */
function tooLong(question: object, { origin, template }: Pick<CutText, 'origin' | 'template'>): string | null {
  const isLonger = template !== undefined && template.replace('{}', '').length > origin.length;
  const place = isLonger ? places(question).find(([, text]) => text === template) : undefined;
  return place?.[0] ?? fieldOf(question, origin);
}

/** A text whose end was left out. @param pack whose tower reads no more */
export function cutNotice(cut: CutText, question: object, pack: string): Said {
  const { text, origin, tokens, read, lost } = cut;
  const left = lost ? `its end was left out, and ${JSON.stringify(origin)} with it` : 'its end was left out';
  return {
    code: 'TEXT_CUT',
    message: `The encoder ${pack} reads ${read} tokens, this text has ${tokens}; ${left}: ${JSON.stringify(text)}`,
    field: tooLong(question, cut),
  };
}

/** A text that the tower has no tokens for, or for less than half of it. @param pack whose tower it is */
export function unreadNotice({ text, known, unknown }: UnreadText, question: object, pack: string): Said {
  const how =
    known === 0
      ? `The encoder ${pack} has no tokens for ${JSON.stringify(text)}: it reads nothing of it, and what it finds by it means nothing.`
      : `The encoder ${pack} has no tokens for ${unknown} of ${known + unknown} parts of ${JSON.stringify(text)}: what it finds by it means little.`;
  return { code: 'TEXT_UNKNOWN', message: how, field: fieldOf(question, text) };
}

/** What becomes of two labels that read the same, or of a background text that reads as a label. */
const ALIKE = {
  SHARED: 'both have the same result',
  SPLIT: 'what it finds is split between them',
  LEFT_OUT: 'the text of the background is left out',
} as const;
type Alike = keyof typeof ALIKE;

/** Labels that the tower cannot tell apart; null where both are the method's own. @param pack whose tower it is @param what what becomes of the two */
export function alikeNotice({ label, first }: AlikeLabels, question: object, pack: string, what: Alike): Said | null {
  const [field, other] = [fieldOf(question, label), fieldOf(question, first)];
  if (field === null && other === null) return null;
  const named = other === null ? JSON.stringify(first) : `${JSON.stringify(first)} (${other})`;
  return {
    code: 'LABELS_ALIKE',
    message: `The encoder ${pack} reads ${JSON.stringify(label)} as it reads ${named}: it cannot tell them apart, and ${ALIKE[what]}.`,
    field: field ?? other,
  };
}
