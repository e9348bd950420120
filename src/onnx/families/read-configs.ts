import { CheckpointError } from '../checkpoint-error.js';
import type { Activation } from '../recipe.js';

const shown = (value: unknown): string => JSON.stringify(value) ?? 'missing';

/**
 * Settings of a JSON object with defaults, by name; errors say where in which file. null counts as missing, as in the libraries
 * whose files these are.
 */
export class Settings {
  private readonly values: Readonly<Record<string, unknown>>;

  /** @param place how errors name it, e.g. `config.json vision_config` @throws CheckpointError when `json` is no object */
  constructor(
    readonly place: string,
    json: unknown,
  ) {
    if (typeof (json ?? {}) !== 'object' || Array.isArray(json))
      throw new CheckpointError(place, `is ${shown(json)}, an object is expected`);
    this.values = (json ?? {}) as Record<string, unknown>;
  }

  private wrong(name: string, expected: string): CheckpointError {
    return new CheckpointError(`${this.place} ${name}`, `is ${shown(this.values[name])}, ${expected} is expected`);
  }

  /** Its JSON value; undefined where missing. */
  get(name: string): unknown {
    return this.values[name] ?? undefined;
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  section(name: string): Settings {
    return new Settings(`${this.place} ${name}`, this.get(name));
  }

  /** A whole number from 1 on. */
  size(name: string, fallback: number): number {
    const value = this.get(name) ?? fallback;
    if (!Number.isSafeInteger(value) || (value as number) < 1) throw this.wrong(name, 'a positive whole number');
    return value as number;
  }

  /** A whole number from 0 on: a token's id. */
  id(name: string, fallback: number): number {
    const value = this.get(name) ?? fallback;
    if (!Number.isSafeInteger(value) || (value as number) < 0) throw this.wrong(name, 'a whole number from 0 on');
    return value as number;
  }

  /** A positive number. */
  positive(name: string, fallback: number): number {
    const value = this.get(name) ?? fallback;
    if (typeof value !== 'number' || !(value > 0) || !Number.isFinite(value)) throw this.wrong(name, 'a positive number');
    return value;
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.get(name) ?? fallback;
    if (typeof value !== 'boolean') throw this.wrong(name, 'true or false');
    return value;
  }

  text(name: string, fallback: string): string {
    const value = this.get(name) ?? fallback;
    if (typeof value !== 'string') throw this.wrong(name, 'a string');
    return value;
  }

  /** Three numbers, one for each of red, green and blue. */
  triple(name: string, fallback: readonly [number, number, number]): readonly [number, number, number] {
    const value = this.get(name) ?? fallback;
    if (!Array.isArray(value) || value.length !== 3 || !value.every((item) => typeof item === 'number' && Number.isFinite(item)))
      throw this.wrong(name, 'a list of three numbers');
    return value as unknown as readonly [number, number, number];
  }

  /** Number of attention heads: it divides the width. */
  heads(name: string, fallback: number, width: number): number {
    const heads = this.size(name, fallback);
    if (width % heads !== 0) throw new CheckpointError(`${this.place} ${name}`, `${heads} heads do not divide a width of ${width}`);
    return heads;
  }

  /** An activation by transformers' name. */
  activation(name: string, fallback: string): Activation {
    const value = this.text(name, fallback);
    const activation = ACTIVATIONS.get(value);
    if (activation === undefined) throw this.wrong(name, `one of ${[...ACTIVATIONS.keys()].join(', ')}`);
    return activation;
  }
}

const ACTIVATIONS = new Map<string, Activation>([
  ['quick_gelu', 'quick_gelu'],
  ['gelu', 'gelu'],
  ['gelu_python', 'gelu'],
  ['gelu_pytorch_tanh', 'gelu_tanh'],
  ['gelu_new', 'gelu_tanh'],
  ['gelu_fast', 'gelu_tanh'],
]);

type Triple = readonly [number, number, number];

/**
 * Per channel, what is taken from and divides a picture in [0, 1], from preprocessor_config.json (or its place in processor_config.json).
 * A processor that scales by another factor than 1/255, or not at all, comes out as another mean and std.
 * @throws CheckpointError naming the setting
 */
export function readNormalisation(
  json: (name: string) => unknown,
  defaults: { readonly mean: Triple; readonly std: Triple },
): { readonly mean: Triple; readonly std: Triple } {
  const nested = json('preprocessor_config.json') === null;
  const file = nested ? 'processor_config.json' : 'preprocessor_config.json';
  const whole = new Settings(file, json(file));
  const settings = nested ? whole.section('image_processor') : whole;
  const normalise = settings.flag('do_normalize', true);
  const mean = normalise ? settings.triple('image_mean', defaults.mean) : ([0, 0, 0] as const);
  const std = normalise ? settings.triple('image_std', defaults.std) : ([1, 1, 1] as const);
  if (!std.every((value) => value > 0))
    throw new CheckpointError(`${settings.place} image_std`, `is ${shown(std)}, positive numbers are expected`);
  const factor = settings.flag('do_rescale', true) ? settings.positive('rescale_factor', 1 / 255) : 1;
  const times = factor * 255;
  if (Math.abs(times - 1) < 1e-9) return { mean, std };
  const scaled = (triple: Triple): Triple => [triple[0] / times, triple[1] / times, triple[2] / times];
  return { mean: scaled(mean), std: scaled(std) };
}
