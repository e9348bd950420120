import type { AnomalyCall, AnomalyDetector, AnomalyResult } from '../../core/index.js';
import type { ZeroShotOptions } from './options.generated.js';
import { prompted } from './prompted.js';

type Call = AnomalyCall<ZeroShotOptions>;

/** From no picture of a good one. */
export class ZeroShot implements AnomalyDetector<ZeroShotOptions> {
  /** @throws LIMIT_EXCEEDED for texts or passes */
  findAnomalies(call: Call): Promise<AnomalyResult> {
    return prompted(call);
  }
}
