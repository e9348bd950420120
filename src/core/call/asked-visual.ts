import { checkDetail } from '../images/encoder-size.js';
import { regionBox } from '../visual/region-box.js';
import type { Operation } from '../operation.js';
import type { Visual } from '../visual/visual.js';
import { askedBy } from './asked-by.js';
import type { Link } from './chain.js';
import type { AnyTask, AskedVisual } from './contract.js';
import type { Cost } from './cost.js';
import type { HeadOwner } from './head-graphs.js';
import { createLook, type LookLimits } from './look.js';
import { withOwnErrors, type Told } from './own-errors.js';
import { ofField } from './of-field.js';
import { deepFreeze, ownFeatures } from './own.js';

/** What a method's looks and questions go through. */
export interface Reach {
  readonly owner: HeadOwner;
  /** Of the method's own answer. */
  readonly cost: Cost;
  /** Contents of reference sets that it has asked for are added. */
  readonly sets: Set<string>;
  /** With the answer's share of the budget. */
  readonly operation: Operation;
  readonly limits: LookLimits;
  readonly ask: (task: AnyTask, visual: Visual, question: object) => Promise<object>;
  /** The method itself. */
  readonly asker: Link;
}

/** Errors out of what a method calls name it. @param within e.g. `look.` */
export const namesAsker =
  ({ asker }: Pick<Reach, 'asker'>, within = ''): Told =>
  (error, name) =>
    askedBy(error, `${within}${name}`, asker);

/** Errors of a picture name where the client wrote it, or the method that chose it. */
export const namesSource = (reach: Pick<Reach, 'asker'>, field: string | undefined): Told =>
  field === undefined ? namesAsker(reach) : (error) => ofField(error, field);

/**
 * A visual as a method may hold it: it can be asked and looked at, and shows nothing of the host.
 * @param field where the client wrote its picture: what is wrong with that is told of it; absent: the method chose it
 */
export function askedVisual(visual: Visual, reach: Reach, field?: string): AskedVisual {
  // Names who asks by itself.
  const ask = ((task: AnyTask, question: object) => reach.ask(task, visual, question)) as AskedVisual['ask'];
  const read: Pick<AskedVisual, 'features'> = {
    async features() {
      const result = await visual.features();
      reach.cost.add(result);
      return ownFeatures(result.features);
    },
  };
  const parts: Pick<AskedVisual, 'region'> = {
    region(box, { zoom = false, detail } = {}) {
      const part = regionBox({ unit: 'PIXEL', ...box }, visual.picture, visual.box, 'box');
      reach.operation.take('regions', 1);
      return askedVisual(visual.region(part, zoom, detail === undefined ? detail : checkDetail(detail), reach.operation), reach, field);
    },
  };
  const look = withOwnErrors(createLook(visual, reach), namesAsker(reach, 'look.'));
  const functions = {
    ...withOwnErrors({ ask }),
    ...withOwnErrors(read, namesSource(reach, field)),
    ...withOwnErrors(parts, namesAsker(reach)),
  };
  return Object.freeze<AskedVisual>({ ...functions, look, image: deepFreeze(structuredClone(visual.info)) });
}
