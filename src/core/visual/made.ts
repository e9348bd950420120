/** The schema's types that the host alone makes. */
export type MadeType = 'Heatmap' | 'Mask' | 'LabelMap' | 'Box' | 'Picture' | 'Region';

/** By object, not by a mark on it: a plugin can copy a mark. */
const made = new WeakMap<object, MadeType>();

/** Remembers that the host made a value, as what the schema's type shows, and freezes it: what was checked stays so. */
export function asMade<Value extends object>(type: MadeType, value: Value): Readonly<Value> {
  made.set(value, type);
  return Object.freeze(value);
}

/** Whether the host made it as this type. */
export const isMade = (type: MadeType, value: unknown): boolean => typeof value === 'object' && value !== null && made.get(value) === type;
