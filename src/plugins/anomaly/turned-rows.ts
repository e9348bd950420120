import { badInput, breather, type AnomalyCall, type Tensor, type Turn } from '../../core/index.js';
import { patchRows } from './layers.js';
import type { MemoryOptions, MemoryRotations } from './options.generated.js';
import type { Reference } from './references.js';
import { stacked } from './stack.js';

const TURNS: Readonly<Record<MemoryRotations, readonly Turn[]>> = { NONE: [], HALF: [180], QUARTERS: [90, 180, 270] };

/** How often each normal is remembered. */
export const timesOf = ({ rotations }: Pick<MemoryOptions, 'rotations'>): number => 1 + TURNS[rotations].length;

/**
 * Rows of the normals as the encoder sees them turned: those of one turn after those of another, each turn's in the order of the normal's own patches, so that a
 * row's place says which patch it is.
 * @param most normals times turns
 * @returns one matrix a normal; none where no turns are asked for
 * @throws BAD_INPUT for too many; LIMIT_EXCEEDED for passes
 */
export async function turnedRows(
  { options, signal }: Pick<AnomalyCall<MemoryOptions>, 'options' | 'signal'>,
  normals: readonly Reference[],
  names: readonly string[],
  most: number,
): Promise<readonly Tensor[]> {
  const turns = TURNS[options.rotations];
  if (turns.length === 0) return [];
  const asked = normals.length * timesOf(options);
  if (asked > most)
    throw badInput('by.memory.rotations', `${normals.length} normals are ${asked} with their rotations; memory takes ${most} at most.`);
  const breathe = breather(signal);
  const rows: Tensor[] = [];
  for (const { look, box } of normals) {
    const own: Tensor[] = [];
    // One after the other: of all that a pass gives only these rows stay.
    for (const turn of turns) {
      const [features] = await look!.encode([box], undefined, turn);
      own.push(patchRows(features!, names));
      await breathe();
    }
    rows.push(stacked(own));
  }
  return rows;
}
