export { parseBins, type Bin } from './bins.js';
export { convertClipEbc, type ClipEbcManifest, type ClipEbcOptions } from './clip-ebc.js';
export type { ClosedSetManifest } from './convert.js';
export { convertDenseclip, type DenseclipManifest, type DenseclipOptions } from './denseclip.js';
