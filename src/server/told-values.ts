const MOST_CHARACTERS = 200;
/** Values looked at to tell one: more would not be shown. */
const MOST_VALUES = 50;

type Members = Readonly<Record<string, unknown>>;

const isGroup = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** The beginning of a value, as GraphQL would write it. */
function told(value: unknown, left: { count: number }): string {
  left.count -= 1;
  if (left.count < 0) return '…';
  if (typeof value === 'string') return JSON.stringify(value.length > MOST_CHARACTERS ? `${value.slice(0, MOST_CHARACTERS)}…` : value);
  if (!isGroup(value)) return String(value);
  const parts: string[] = [];
  for (const [key, member] of Object.entries(value)) {
    if (left.count <= 0) {
      parts.push('…');
      break;
    }
    parts.push(Array.isArray(value) ? told(member, left) : `${key}: ${told(member, left)}`);
  }
  return Array.isArray(value) ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`;
}

/** @throws TypeError where an object has a member of this name itself */
function toldBriefly<Group extends object>(group: Group, of: object): Group {
  if (Object.hasOwn(group, 'toJSON')) throw new TypeError('It has a member toJSON.');
  const text = told(of, { count: MOST_VALUES });
  return Object.defineProperty(group, 'toJSON', { value: () => text });
}

function copied(value: unknown): unknown {
  if (!isGroup(value)) return value;
  if (Array.isArray(value)) return toldBriefly(value.map(copied), value);
  return toldBriefly(Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copied(member)])), value);
}

/**
 * The same values for GraphQL to refuse. It writes the whole object into the message of each mistake in it, fifty times a string of megabytes; these say themselves
 * what they are (`toJSON`, which GraphQL asks), and are brief.
 * @returns null where a value has a member `toJSON` of its own
 */
export function toldValues(variables: Members): Members | null {
  try {
    return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, copied(value)]));
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
