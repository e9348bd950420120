const MOST_CHARACTERS = 300;

/** An absolute path or a file's address, of which the last name stays. */
const PATH = /(?<![\w.:/\\])(?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])(?:[^\s/\\'"`()<>]+[\\/]+)+/g;

/** Why a plugin failed, for its author: the first line of what was thrown, without its stack and without the folders of this machine; null where nothing was said. */
export function causeShown(cause: unknown): string | null {
  const said = cause instanceof Error ? cause.message : typeof cause === 'string' ? cause : '';
  const line = said.replace(PATH, '').split('\n', 1)[0]!.trim();
  return line === '' ? null : line.slice(0, MOST_CHARACTERS);
}
