/** A place in somebody's C++ sources, with the folder that they were built in or without. */
const SOURCE = /(?:[\w./\\+~-]*[/\\])?[\w+-]+\.(?:cc|cpp|cxx|cu|cuh|h|hpp|mm|inl):\d+/;
/** A line of a native stack: `at operator() (/build/.../BackendVk.cpp:368)`. */
const FRAME = /\bat [^\n]*?\([^()\n]*:\d+\)/g;
/** A path from the root on, of at least two names; addresses on the web are none. */
const PATH = /(?<![\w.)\]-])(?<!https?:\/?)(?:[A-Za-z]:)?[/\\](?:[\w.+@~%-]+[/\\])+([\w.+@~%-]+)/g;

/** Where the bracket that opens at `from` closes; the end of the text where it does not. */
function closing(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return text.length;
}

/** Without the function that follows a place in the sources, and the condition that it found wrong where a message follows that. */
function withoutFunction(text: string): string {
  const signature = /^ [\w:~<>*&, ]*::[\w~<>]+\(/.exec(text);
  // Its bare name, in the newer form.
  if (signature === null) return text.replace(/^ \w+(?= )/, '');
  const rest = text.slice(closing(text, signature[0].length - 1)).replace(/^(?:::<lambda\([^)]*\)>)?(?: const)?(?: \[with [^\]]*\])?/, '');
  return rest.replace(/^ [^\n]{1,200}? was false\.(?=\s*\S)/, '');
}

/** What the runtime says, without where its own sources say it: that means something to those alone who build it. */
function withoutSources(text: string): string {
  let [done, rest] = ['', text.replace(FRAME, '')];
  for (let found = SOURCE.exec(rest); found !== null; found = SOURCE.exec(rest)) {
    done += rest.slice(0, found.index);
    rest = withoutFunction(rest.slice(found.index + found[0].length));
  }
  return done + rest;
}

/** A text of the runtime as clients may read it: one line without places in sources; of paths, only the last names. */
export const runtimeWords = (text: string): string => withoutSources(text).replace(PATH, '$1').replace(/\s+/g, ' ').trim();

/** At most so many characters, cut between two words. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const part = text.slice(0, most - 3);
  const end = part.lastIndexOf(' ');
  return `${(end > most / 3 ? part.slice(0, end) : part).replace(/[\s,;:.]+$/, '')}...`;
}
