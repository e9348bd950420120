import { CheckpointError } from '../checkpoint-error.js';

const KNOWN = ['clip', 'siglip', 'siglip2'];

/** @throws CheckpointError for settings of transformers that are of no kind that is read, before hundreds of megabytes of weights are looked for */
export function checkKind(config: unknown): void {
  const { model_type: type, architectures, quantization_config: quantised } = (config ?? {}) as Record<string, unknown>;
  const named = Array.isArray(architectures) && architectures.includes('CLIPModel');
  if (typeof type === 'string' && !KNOWN.includes(type) && !named) throw unknownKind(type);
  if (quantised !== undefined && quantised !== null)
    throw new CheckpointError(
      'config.json quantization_config',
      'is there: quantised weights are not read; take the checkpoint that they were made of',
    );
}

/** @param type what config.json says; undefined where it says nothing, or is not there */
export function unknownKind(type: unknown): CheckpointError {
  if (type === undefined)
    return new CheckpointError('config.json', 'is missing or names no model_type, and there is no open_clip_config.json');
  const half = typeof type === 'string' && /_(text|vision)_model$/.test(type) ? ' It is one tower alone, and both are needed.' : '';
  return new CheckpointError(
    'config.json',
    `the model type ${JSON.stringify(type)} is not known; clip, siglip and open_clip's layout are.${half}`,
  );
}
