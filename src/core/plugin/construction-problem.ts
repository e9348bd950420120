type Class = new (...injected: never[]) => unknown;

/** Where tsyringe keeps what `@inject` says of a class, by the place of the parameter. */
const TOKENS = 'injectionTokens';

const isClass = (value: unknown): value is Class => typeof value === 'function' && 'prototype' in value;

/** The container describes some tokens by an object that holds them. */
const plain = (token: unknown): unknown => (typeof token === 'object' && token !== null && 'token' in token ? token.token : token);

/** What `@inject` says of a constructor's parameters, by their places. */
function tokensOf(use: Class): Readonly<Record<number, unknown>> {
  const described = (Reflect.getOwnMetadata(TOKENS, use) as Record<number, unknown> | undefined) ?? {};
  return Object.fromEntries(Object.entries(described).map(([place, token]) => [place, plain(token)]));
}

/** Names of the classes of a circle, the first one once more at its end; null: there is none. @param path the classes that lead here */
function circleFrom(use: Class, path: readonly Class[], classOf: (token: unknown) => unknown): readonly string[] | null {
  if (path.includes(use)) return [...path.slice(path.indexOf(use)), use].map(({ name }) => name);
  for (const token of Object.values(tokensOf(use))) {
    const next = classOf(token);
    const circle = isClass(next) ? circleFrom(next, [...path, use], classOf) : null;
    if (circle) return circle;
  }
  return null;
}

/**
 * Why the container cannot make a class, in one sentence: its own words for a missing `@inject` name no way out, and those for a circle are megabytes.
 * @param classOf the class behind a token; by itself, a class stands for itself
 */
export function constructionProblem(use: Class, classOf: (token: unknown) => unknown = (token) => token): string | null {
  const tokens = tokensOf(use);
  const bare = Array.from({ length: use.length }, (_, place) => place).find((place) => !(place in tokens));
  if (bare !== undefined)
    return `parameter ${bare + 1} of the constructor of ${use.name} has no \`@inject(TOKEN)\`. Write what it needs, e.g. \`@inject(CONFIG)\`, before it.`;
  const undefinedAt = Object.entries(tokens).find(([, token]) => token === undefined);
  if (undefinedAt)
    return `parameter ${Number(undefinedAt[0]) + 1} of the constructor of ${use.name} injects undefined: the class stands below, or two files import each other. Use a token for one of them.`;
  const circle = circleFrom(use, [], classOf);
  if (circle) return `its classes need each other in a circle, ${circle.join(' -> ')}. Take one of them out of the other's constructor.`;
  return null;
}
