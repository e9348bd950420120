import { hashId } from '../hash-id.js';
import type { RegisteredMethod } from './methods.js';

/** What an answer depends on. */
export interface Asked {
  /** Its id holds the picture's content, the pack and its revision, detail, box and zoom. */
  readonly visual: string;
  readonly task: string;
  readonly question: object;
  readonly method: Pick<RegisteredMethod, 'key' | 'plugin'>;
  readonly options: object;
  /** Contents of the reference sets that it was made with: options hold their ids alone, and sets change. */
  readonly sets: ReadonlySet<string>;
}

/** Hash of visual, question, method and revision, and of sets: equal ids are equal answers. */
export function answerId({ visual, task, question, method, options, sets }: Asked): string {
  const { name, version } = method.plugin;
  return hashId(JSON.stringify([visual, task, question, method.key, name, version, options, ...[...sets].sort()]));
}
