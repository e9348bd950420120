/** DenseQL from a browser or from Node: asking, uploading, reading masks and maps, drawing them, keeping answers. Imports no framework. */
export { createClient, type AskOptions, type Client, type ClientOptions } from './ask/create-client.js';
export type { Document } from './ask/document-text.js';
export { Failure, type Problem } from './ask/problem.js';
export type { Answer, Cost } from './ask/read-answer.js';
export type { Uploaded, UploadOptions } from './ask/upload.js';
export { apolloCache, graphcacheKeys, possibleTypes } from './cache/policies.js';
export { drawOverlay, type OverlayItem, type OverlayOptions } from './draw/overlay.js';
export { paintBitmap, paintHeat, paintLabels, toImageData, type Rgba } from './draw/paint.js';
export { svgPath } from './draw/svg-path.js';
export { readFloats } from './read/floats.js';
export type { Floats, Labels, Bitmap } from './read/planes.js';
export { readLabels, readMask } from './read/png.js';
export { decodeRle, encodeRle, type Rle } from './read/rle.js';
export { hexColor, labelColor, type Rgb } from '../core/geometry/palette.js';
export type * from './schema.generated.js';
