import { badInput, breather, type AnomalyCall, type Tensor, type Turn } from '../../core/index.js';
import { patchRows } from './layers.js';
import type { MemoryOptions, MemoryRotations } from './options.generated.js';
import type { Reference } from './references.js';
import { stacked } from './stack.js';

const TURNS: Readonly<Record<MemoryRotations, readonly Turn[]>> = { NONE: [], HALF: [180], QUARTERS: [90, 180, 270] };

/** How often each normal is remembered. */
export const timesOf = ({ rotations }: Pick<MemoryOptions, 'rotations'>): number => 1 + TURNS[rotations].length;

/**
 * Rows of the normals, and after them those of each of their turns, in the order of the normal's own patches.
 * @param most normals times turns
 * @returns one matrix a normal; those that are given where no turns are asked for
 * @throws BAD_INPUT for too many; LIMIT_EXCEEDED for passes
 */
export async function withTurns(
  { options, signal }: Pick<AnomalyCall<MemoryOptions>, 'options' | 'signal'>,
  { list, rows }: { readonly list: readonly Reference[]; readonly rows: readonly Tensor[] },
  names: readonly string[],
  most: number,
): Promise<readonly Tensor[]> {
  const turns = TURNS[options.rotations];
  if (turns.length === 0) return rows;
  const asked = list.length * timesOf(options);
  if (asked > most)
    throw badInput('by.memory.rotations', `${list.length} normals are ${asked} with their rotations; memory takes ${most} at most.`);
  const breathe = breather(signal);
  const families: Tensor[] = [];
  for (const [at, { look, box }] of list.entries()) {
    const family = [rows[at]!];
    // One after the other: of all that a pass gives only these rows stay.
    for (const turn of turns) {
      const [features] = await look!.encode([box], undefined, turn);
      family.push(patchRows(features!, names));
      await breathe();
    }
    families.push(stacked(family));
  }
  return families;
}
