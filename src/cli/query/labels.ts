import { wrongUse } from '../wrong-use.js';

/**
 * Labels separated by commas; one in double quotes may hold commas itself, `"cat, sitting", sofa`. Blanks around them do not count.
 * @param option that they were given to, for errors
 * @throws WrongUse for a quote that does not end, or that stands within a label
 */
export function splitLabels(option: string, text: string): string[] {
  const labels: string[] = [];
  let rest = text.trim();
  while (rest !== '') {
    const quoted = /^"([^"]*)"\s*(?:,|$)/.exec(rest);
    const plain = quoted ?? /^([^,"]*)(?:,|$)/.exec(rest);
    if (plain === null)
      throw wrongUse(
        option,
        `a double quote in ${text} is not closed, or not around a whole label. Write "a, b", c; or give each label on its own: --label 'a, b' --label c`,
      );
    labels.push(plain[1]!.trim());
    rest = rest.slice(plain[0].length).trimStart();
  }
  return labels.filter(Boolean);
}
