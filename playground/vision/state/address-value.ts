import type { Value } from '../model/view';

/** A value as an address has it: texts as they are, unless they would be read as something else. */
export const writeValue = (value: Value): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return typeof value === 'string' && readValue(text) !== value ? JSON.stringify(value) : text;
};

export function readValue(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return text;
  }
}
