import { basename, isAbsolute } from 'node:path';
import { DenseqlError } from '../errors.js';
import type { Shown } from './named-folders.js';
import type { Work } from './work.js';

/** The error for work that the runtime would not do, in its words as clients may read them; as they were said they are the cause. */
export function refusedWork(work: Work, words: string, shown: Shown): DenseqlError {
  if (work.type !== 'graph')
    return new DenseqlError(
      'ENCODER_UNAVAILABLE',
      `The runtime refused the ${work.type}: ${shown(words)}`,
      {},
      { cause: new Error(words) },
    );
  const named = shown(work.graph);
  // One from elsewhere than a folder with a name.
  const graph = isAbsolute(named) ? basename(named) : named;
  const message = `The graph ${graph} could not be run: ${shown(words.replaceAll(work.graph, () => graph))}`;
  return new DenseqlError('PLUGIN_FAILED', message, {}, { cause: new Error(`${work.graph}: ${words}`) });
}
