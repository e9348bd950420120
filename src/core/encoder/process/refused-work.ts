import { DenseqlError } from '../../errors.js';
import type { GraphPath } from './graph-paths.js';
import type { Shown } from './named-folders.js';
import type { Work } from '../contract/work.js';

/** The error for work that the runtime would not do, in its words as clients may read them; as they were said they are the cause. */
export function refusedWork(work: Work, words: string, path: GraphPath, shown: Shown): DenseqlError {
  if (work.type !== 'graph')
    return new DenseqlError(
      'ENCODER_UNAVAILABLE',
      `The runtime refused the ${work.type}: ${shown(words)}`,
      {},
      { cause: new Error(words) },
    );
  const place = path(work.graph);
  const message = `The graph ${shown(place)} could not be run: ${shown(words)}`;
  return new DenseqlError('PLUGIN_FAILED', message, {}, { cause: new Error(`${place}: ${words}`) });
}
