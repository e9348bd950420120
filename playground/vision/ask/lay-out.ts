/** What a side column shows without scrolling. */
const WIDTH = 44;

/** graphql-js prints a field a line, and objects without spaces; this is how people write a query, within a narrow column. */
export function layOut(text: string): string {
  return spaced(text)
    .split('\n')
    .flatMap(broken)
    .join('\n')
    .replace(SHORT, (whole: string, indent: string, name: string, inner: string) => {
      const line = `${indent}${name} { ${inner.trim().split(/\s+/).join(' ')} }`;
      return line.length <= WIDTH ? line : whole;
    });
}

/** A selection of fields that have none of their own, nor arguments. */
const SHORT = /^( *)(\w+) \{\n((?:\1 {2}\w+\n)+)\1\}$/gm;
const STRING = /("(?:[^"\\\n]|\\.)*")/;

/** Spaces inside the braces of objects, but not within texts. */
const spaced = (text: string): string =>
  text
    .split(STRING)
    .map((part, place) =>
      place % 2 === 1 ? part : part.replace(/\{(?=\w)/g, '{ ').replace(place > 0 ? /(?<=^|[\w\]}])\}/g : /(?<=[\w\]}])\}/g, ' }'),
    )
    .join('');

/** A line that is too long has its arguments below each other, and lists and objects as many items on a line as fit. */
function broken(line: string): string[] {
  if (line.length <= WIDTH) return [line];
  const [, indent = '', head, args, tail] = /^( *)([\w: ]+\()(.*)(\)(?: \{)?)$/.exec(line) ?? [];
  if (head !== undefined && args !== undefined)
    return [`${indent}${head}`, ...parts(args).flatMap((argument) => filled(`${indent}  ${argument}`)), `${indent}${tail}`];
  return filled(line);
}

function filled(line: string): string[] {
  const [, indent = '', open, items, close] = /^( *)(\w+: [[{])(.*)([\]}])$/.exec(line) ?? [];
  if (items === undefined || line.length <= WIDTH) return [line];
  const lines: string[] = [];
  for (const item of parts(items)) {
    const last = lines.at(-1);
    const joined = `${last}, ${item}`;
    if (last !== undefined && indent.length + 2 + joined.length < WIDTH) lines[lines.length - 1] = joined;
    else lines.push(item);
  }
  return [
    `${indent}${open}`,
    ...lines.flatMap((one, place) =>
      filled(`${indent}  ${one}`).map((part, at, all) => (at === all.length - 1 && place < lines.length - 1 ? `${part},` : part)),
    ),
    `${indent}${close}`,
  ];
}

/** What stands between commas that are within no text, list or object. */
function parts(text: string): string[] {
  const found: string[] = [''];
  let depth = 0;
  for (const piece of text.split(STRING).flatMap((part, place) => (place % 2 === 1 ? [part] : [...part]))) {
    if (piece === '[' || piece === '{') depth++;
    if (piece === ']' || piece === '}') depth--;
    if (piece === ',' && depth === 0) found.push('');
    else found[found.length - 1] += piece;
  }
  return found.map((part) => part.trim()).filter((part) => part !== '');
}
