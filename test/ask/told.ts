import type { Answer } from '../http/tiny-server.js';

interface Failure {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: object;
}

const isVandals = (key: string): boolean => key.startsWith('vandal');
const isVandal = (entry: unknown): boolean => (entry as { name?: unknown } | null)?.name === 'vandal';

/** Everything that a client was told, as text, but for the vandal's own fields, its entry in `plugins` and the errors of both. */
export function told({ body, status }: Answer): string {
  const { data, errors = [] } = body as { data: unknown; errors?: Failure[] };
  const without = (key: string, value: unknown): unknown => {
    if (isVandals(key)) return undefined;
    return Array.isArray(value) ? (value as unknown[]).filter((entry) => !isVandal(entry)) : value;
  };
  const others = errors.filter(({ path }) => !path?.some((step) => isVandals(String(step))));
  // Fields may fail in any order, and stand on other lines where the vandal's are between them.
  const failures = others.map(({ message, path, extensions }) => JSON.stringify([path, message, extensions])).sort();
  return JSON.stringify([status, data, failures], without, 1);
}
