/** What an object or a number beside arrays of numbers takes, about. */
const FEW_BYTES = 32;
/** Deep enough for what is learnt: tensors in objects in lists. */
const DEEPEST = 6;

/** Bytes that a value holds: those of arrays of numbers and texts in it, each counted once, and a little for everything else. */
export function bytesHeld(value: unknown, seen = new Set<object>(), depth = DEEPEST): number {
  if (typeof value === 'string') return 2 * value.length + FEW_BYTES;
  if (typeof value !== 'object' || value === null) return FEW_BYTES;
  const held = ArrayBuffer.isView(value) ? value.buffer : value;
  if (seen.has(held)) return 0;
  seen.add(held);
  if (held instanceof ArrayBuffer || held instanceof SharedArrayBuffer) return held.byteLength + FEW_BYTES;
  if (depth === 0) return FEW_BYTES;
  const members = value instanceof Map ? [...value.keys(), ...value.values()] : value instanceof Set ? [...value] : Object.values(value);
  return members.reduce<number>((sum, member) => sum + bytesHeld(member, seen, depth - 1), FEW_BYTES);
}
