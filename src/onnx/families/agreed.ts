import { CheckpointError } from '../checkpoint-error.js';
import type { Checkpoint } from './checkpoint.js';
import type { Settings } from './read-configs.js';

const shown = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/** What settings say, as a sentence begins; a default is told as one. */
const said = (settings: Settings, name: string, value: number): string =>
  `is ${value}${settings.has(name) ? '' : ' (the default: the file does not say)'}`;

/**
 * Sizes that the settings of a tower tell and its weights show: where the two differ, one of the files is of another model. Settings are read to their
 * end first, so that one which is wrong by itself is named before; the comparison is a claim of the checkpoint.
 */
export class Agreed {
  constructor(
    private readonly settings: Settings,
    private readonly checkpoint: Pick<Checkpoint, 'tensors' | 'claims'>,
  ) {}

  /** @param axis of the tensor, from the end where negative; claims that it has this size */
  size(name: string, fallback: number, tensor: string, axis: number): number {
    const value = this.settings.size(name, fallback);
    this.checkpoint.claims.push(() => {
      const shape = this.checkpoint.tensors.shape(tensor);
      if (shape.at(axis) === value) return;
      throw this.unlike(
        name,
        value,
        `but ${tensor} in the weights has the shape ${shown(shape)}, so that ${shape.at(axis) ?? 'none'} is meant`,
      );
    });
    return value;
  }

  /** Number of layers; claims that the weights have no fewer. More are left out, as transformers does. @param module that holds them by number */
  depth(name: string, fallback: number, module: string): number {
    const value = this.settings.size(name, fallback);
    this.checkpoint.claims.push(() => {
      const start = `${module}.`;
      const numbers = this.checkpoint.tensors.names
        .filter((tensor) => tensor.startsWith(start))
        .map((tensor) => Number.parseInt(tensor.slice(start.length), 10));
      const found = numbers.reduce((most, number) => Math.max(most, number + 1), 0);
      if (found < value) throw this.unlike(name, value, `but the weights have ${found === 0 ? 'none' : found} at ${module}`);
    });
    return value;
  }

  /** Side of the square picture in pixels; claims a position for each of its patches. @param before positions in front of the patches' */
  imageSize(name: string, fallback: number, patch: number, positions: string, before: number): number {
    const value = this.settings.size(name, fallback);
    const side = Math.floor(value / patch);
    this.checkpoint.claims.push(() => {
      const found = this.checkpoint.tensors.shape(positions).at(-2) ?? 0;
      if (found === before + side * side) return;
      const token = before === 0 ? '' : ' and the class token';
      throw this.unlike(
        name,
        value,
        `whose ${side} x ${side} patches of ${patch} px${token} need ${before + side * side} positions, but ${positions} has ${found} positions`,
      );
    });
    return value;
  }

  private unlike(name: string, value: number, problem: string): CheckpointError {
    return new CheckpointError(
      `${this.settings.place} ${name}`,
      `${said(this.settings, name, value)}, ${problem}. Settings and weights must be of one model: put the file there that belongs to the other`,
    );
  }
}
