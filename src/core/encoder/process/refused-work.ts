import { dirname } from 'node:path';
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
  const { graph, file } = work;
  const place = file ?? path(graph);
  // Of a file in a plugin's folder the name is all that clients may read; the runtime says where it lies.
  const said = file === undefined ? words : words.replaceAll(file, () => graph).replaceAll(dirname(file), () => graph);
  const message = `The graph ${file === undefined ? shown(place) : graph} could not be run: ${shown(said)}`;
  return new DenseqlError('PLUGIN_FAILED', message, {}, { cause: new Error(`${place}: ${words}`) });
}
