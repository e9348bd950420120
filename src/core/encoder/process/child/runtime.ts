import { createRequire } from 'node:module';
import type * as Runtime from 'onnxruntime-node';
import { runtimeFolder } from '../runtime-folder.js';

/** The inference runtime, wherever it is installed. */
export const { InferenceSession, Tensor, listSupportedBackends } = createRequire(import.meta.url)(runtimeFolder()) as typeof Runtime;
export type Tensor = Runtime.Tensor;
