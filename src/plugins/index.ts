import type { Plugin } from '../core/index.js';
import anomaly from './anomaly/index.js';
import clipEbc from './clip-ebc/index.js';
import denseclip from './denseclip/index.js';
import maskclip from './maskclip/index.js';
import ovdet from './ovdet/index.js';

/** Plugins that ship with DenseQL, in loading order. They import what any plugin may: src/core/index.ts. */
export const builtIns: readonly Plugin[] = [maskclip, denseclip, clipEbc, ovdet, anomaly];
