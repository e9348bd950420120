import { DenseqlError } from './errors.js';
import { CountAnswer } from './tasks/count/answer.js';
import { SegmentAnswer, SegmentationAnswer } from './tasks/segmentation/answer.js';
import { Masks } from './visual/masks.js';

// Plugins get these classes, or instances of them, and so what all instances share: methods that one plugin replaced would be replaced for every
// answer of the server. Frozen here, once, when the public entry is loaded. Their state is in private fields (#x), which nobody reaches.
for (const shared of [DenseqlError, CountAnswer, SegmentationAnswer, SegmentAnswer, Masks]) {
  Object.freeze(shared);
  Object.freeze(shared.prototype);
}
