import { cosineMaps, presence, wholeGrid, type DetectCall } from '../../core/index.js';
import type { Candidate } from './candidates.js';
import type { OvdetOptions } from './options.generated.js';
import { oversizeGuard } from './oversize.js';

type Call = Pick<DetectCall<OvdetOptions>, 'features' | 'options' | 'pack' | 'signal'> & {
  /** Whether boxes larger than their thing are held back. */
  readonly guarded: boolean;
};

/**
 * What holds candidates back, whatever their own vectors say: boxes larger than their thing, labels that are hardly in the picture. Both look at all patches, so
 * that maps are made for labels that have a candidate alone.
 *
 * @param labels unit vectors of each label's names
 * @param found candidates of the labels that are asked about
 * @returns for a candidate of one of them what its score is multiplied by, 0 to 1
 */
export async function holdBack(
  { features, options, pack, signal, guarded }: Call,
  labels: readonly (readonly Float32Array[])[],
  found: readonly Candidate[],
): Promise<(candidate: Pick<Candidate, 'box' | 'label'>) => number> {
  if (!guarded && options.presence === 0) return () => 1;
  const pass = wholeGrid(features);
  const places = [...new Set(found.map(({ label }) => label))];
  const data = await cosineMaps(
    pass.output('dense'),
    places.map((label) => labels[label]!),
    signal,
  );
  const cells = pass.rows * pass.columns;
  const maps = new Map(places.map((label, place) => [label, data.subarray(place * cells, (place + 1) * cells)]));
  const guard = guarded ? oversizeGuard(pass, maps) : () => 1;
  const sure = (map: Float32Array): number => (options.presence > 0 ? presence(map, pack.calibration.presence) ** options.presence : 1);
  const there = new Map([...maps].map(([label, map]) => [label, sure(map)]));
  return ({ box, label }) => there.get(label)! * guard(box, label);
}
