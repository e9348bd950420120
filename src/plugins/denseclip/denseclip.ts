import type { SegmentCall, Segmenter, SegmentResult } from '../../core/index.js';
import { segmentClosed } from './closed-form.js';
import { readHead } from './head.js';
import { segmentOpen } from './open-form.js';
import { readOptions, type DenseclipOptions } from './options.js';

/** DenseCLIP (Rao et al. 2022, arXiv:2112.01518), by the head that the pack carries: one for any labels, or a released one with its classes. */
export class DenseClip implements Segmenter<Partial<DenseclipOptions>> {
  /** @throws BAD_INPUT for options out of range or labels that are no class; PLUGIN_UNAVAILABLE, PACK_INVALID, PLUGIN_FAILED about the head */
  async segment(call: SegmentCall<Partial<DenseclipOptions>>): Promise<SegmentResult> {
    const options = readOptions(call.options);
    const head = readHead(call.pack);
    return head.kind === 'open' ? segmentOpen(call, head, options) : segmentClosed(call, head, options);
  }
}
