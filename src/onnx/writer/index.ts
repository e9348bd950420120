export { DataFile, type PlannedTensor } from './data-file.js';
export { Graph, type Attributes, type Value } from './graph.js';
export { modelPieces, saveModel } from './model.js';
export type { Attribute } from './attributes.js';
export type { DataType, Dims, ExternalTensor } from './tensors.js';
