import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CheckpointError } from '../checkpoint-error.js';
import { parseJson } from '../parse-json.js';
import { Tensors } from '../safetensors/index.js';
import { checkKind } from './kinds.js';
import { withoutPrefix } from './prefix.js';

/** A folder as a hub repository is downloaded: settings in JSON, weights in safetensors. */
export interface Checkpoint {
  /** Path of the folder. */
  readonly folder: string;
  /** A JSON file of the folder; null where it is missing. @throws CheckpointError when it cannot be read */
  json(name: string): unknown;
  readonly tensors: Tensors;
  /** What settings say of the weights, to be looked at when all settings are read. Each throws CheckpointError where it is not so. */
  readonly claims: (() => void)[];
}

function readJson(folder: string, name: string): unknown {
  let text: string;
  try {
    text = readFileSync(join(folder, name), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new CheckpointError(name, 'cannot be read', { cause: error });
  }
  return parseJson(name, text);
}

const OPEN_CLIP = ['open_clip_model', 'open_clip_pytorch_model'];

/**
 * Which weights are the dual encoder's, best first: repositories that serve open_clip and another library at once hold both under their
 * own names, and `model` is a picture tower alone where config.json is timm's, which names no model type.
 */
const stems = (config: unknown): readonly string[] =>
  typeof (config as { model_type?: unknown } | null)?.model_type === 'string' ? ['model', ...OPEN_CLIP] : [...OPEN_CLIP, 'model'];

/** @throws CheckpointError when the folder is of a kind that is not read, or holds no weights that are */
export async function openCheckpoint(folder: string): Promise<Checkpoint> {
  const known = new Map<string, unknown>();
  const json = (name: string): unknown => {
    if (!known.has(name)) known.set(name, readJson(folder, name));
    return known.get(name);
  };
  const config = json('config.json');
  if (json('open_clip_config.json') === null) checkKind(config);
  return { folder, json, tensors: withoutPrefix(await Tensors.open(folder, stems(config))), claims: [] };
}
