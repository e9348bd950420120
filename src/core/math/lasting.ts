import { randomUUID } from 'node:crypto';

/** Deep enough for what is learnt: tensors in objects in lists. */
const DEEPEST = 6;

const names = new WeakMap<ArrayBufferView, string>();

/** Says of the arrays of numbers in a value, in plain objects and lists, that nobody will write to them: whoever was sent one once may keep it under its name. */
export function makeLasting(value: unknown, depth = DEEPEST): void {
  if (typeof value !== 'object' || value === null || depth === 0) return;
  if (!ArrayBuffer.isView(value)) for (const member of Object.values(value)) makeLasting(member, depth - 1);
  else if (!names.has(value)) names.set(value, randomUUID());
}

/** As {@link makeLasting}, of one array that somebody else has under this name already. */
export const nameLasting = (array: ArrayBufferView, name: string): void => void names.set(array, name);

/** The name of an array that nobody will write to; undefined: somebody may. */
export const lastingName = (array: ArrayBufferView): string | undefined => names.get(array);
