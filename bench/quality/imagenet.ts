const words = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;

/**
 * Whether a label is one of these names, has one in it as whole words, or is in one: "tabby cat" and "cat" belong together.
 * Generous: "sea" is in "sea lion", too.
 */
export function insideNames(names: readonly string[]): (label: string) => boolean {
  const spaced = names.map(words).filter((name) => name.trim() !== '');
  return (label) => {
    const own = words(label);
    return spaced.some((name) => own.includes(name) || name.includes(own));
  };
}
