import type { SegmentCall, Segmenter, SegmentResult } from '../../core/index.js';
import { segmentConverted } from './converted-form.js';
import { neededHead, type ConvertedHead, type OpenHead } from './head.js';
import { segmentOpen } from './open-form.js';
import type { DenseclipOptions } from './options.generated.js';

/** DenseCLIP (Rao et al. 2022, arXiv:2112.01518), by the head that the pack carries: one for any labels, or a converted one with its classes. */
export class DenseClip implements Segmenter<DenseclipOptions, OpenHead | ConvertedHead> {
  /** @throws BAD_INPUT for labels that are no class; PLUGIN_UNAVAILABLE, PACK_INVALID, PLUGIN_FAILED about the head */
  async segment(call: SegmentCall<DenseclipOptions, OpenHead | ConvertedHead>): Promise<SegmentResult> {
    const head = neededHead(call.pack);
    return head.kind === 'open' ? segmentOpen(call, head, call.options) : segmentConverted(call, head, call.options);
  }
}
