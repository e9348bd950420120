export const isThenable = (value: unknown): value is Promise<unknown> =>
  (typeof value === 'object' || typeof value === 'function') && typeof (value as { then?: unknown } | null)?.then === 'function';
