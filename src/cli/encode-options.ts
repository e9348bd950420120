import type { FeatureOptions } from './picture-features.js';

/** Of `denseql encode`, for one picture or for many. */
export interface EncodeOptions extends FeatureOptions {
  readonly pack?: string;
  readonly out?: string;
  readonly list?: string;
  readonly outDir?: string;
  readonly half: boolean;
  readonly json: boolean;
}
