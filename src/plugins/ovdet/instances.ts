import { Detector, type CountCall, type Counter, type CountResult } from '../../core/index.js';
import type { InstancesOptions } from './options.generated.js';

/** Things of one answer beyond which there may be more. */
const MOST = 300;

/** Counts whole things one by one: those that `detection` by `ovdet` finds. For a few things apart from each other; a crowd is not told apart. */
export class Instances implements Counter<InstancesOptions> {
  /** @throws what `ovdet` fails with */
  async count({ of, prompts, options: { minScore, rescore }, ask }: CountCall<InstancesOptions>): Promise<CountResult> {
    const question = { labels: [of], prompts, limit: MOST, by: { ovdet: { rescore, proposals: MOST } } };
    const { objects, meta } = await ask(Detector, minScore === null ? question : { ...question, minScore });
    const boxes = objects.map(({ thing }) => thing.box);
    return {
      form: `instances, ${meta.form}`,
      total: objects.length,
      uncertainty: null,
      density: null,
      points: boxes.map(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 })),
      saturated: objects.length >= MOST,
      score: objects[0]?.score ?? 0,
    };
  }
}
