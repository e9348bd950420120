import type { Detail } from '../../core/images/encoder-size.js';

/** Of `denseql query`, as they were written. */
export interface QueryOptions {
  readonly segment?: readonly string[];
  readonly label?: readonly string[];
  readonly detect?: readonly string[];
  readonly count?: readonly string[];
  readonly background?: readonly string[];
  readonly method?: readonly string[];
  readonly minScore?: number;
  readonly detail: Detail;
  readonly maxSize?: number;
  readonly out?: string;
  readonly overlays?: string;
  readonly masks?: string;
  readonly labelMaps?: string;
  readonly coco?: string;
  readonly pack?: string;
  readonly json: boolean;
}
