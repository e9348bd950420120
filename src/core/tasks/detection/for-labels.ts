import type { DetectResult } from './contract.js';

/**
 * A result for labels that read differently as one for all that were asked: what was found is there for each label that reads so.
 * @param places of each label among those of the result
 */
export function resultForLabels(result: DetectResult, places: readonly number[]): DetectResult {
  const labelsOf = (place: number): number[] => places.flatMap((own, label) => (own === place ? [label] : []));
  return { ...result, objects: result.objects.flatMap((thing) => labelsOf(thing.label).map((label) => ({ ...thing, label }))) };
}
