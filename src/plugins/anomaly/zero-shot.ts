import { badInput, type AnomalyCall, type AnomalyDetector, type AnomalyResult } from '../../core/index.js';
import type { Head } from './head.js';
import type { ZeroShotOptions } from './options.generated.js';
import { byPrompts } from './prompt-ensemble.js';
import { bySampledStates } from './sampled-states.js';

/** From no picture of a good one: by the pack's head where it has one, by texts alone elsewhere. */
export class ZeroShot implements AnomalyDetector<ZeroShotOptions, Head> {
  /** @throws BAD_INPUT for `temperature` */
  before({ options, pack }: AnomalyCall<ZeroShotOptions, Head>): void {
    if (pack.head !== undefined && options.temperature !== null)
      throw badInput('by.zeroShot.temperature', `is of texts alone: the pack ${pack.name} has a trained head. Leave it out.`);
  }

  /** @throws LIMIT_EXCEEDED for texts or passes; PLUGIN_FAILED for a head that answers NaN */
  async findAnomalies(call: AnomalyCall<ZeroShotOptions, Head>): Promise<AnomalyResult> {
    const { head } = call.pack;
    return head === undefined ? byPrompts(call) : bySampledStates(call, head);
  }
}
