import { Counter } from './count/answer.js';
import { Segmenter } from './segmentation/answer.js';

/** Names of the core's own tasks. */
export const CORE_TASKS: ReadonlySet<string> = new Set([Segmenter.name, Counter.name]);
