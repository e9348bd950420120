import { badInput, breather, type AnomalyCall, type Features, type ReferenceItem, type Said, type Tensor } from '../../core/index.js';
import { patchRows } from './layers.js';
import type { MemoryOptions } from './options.generated.js';
import type { Learnable } from './observe.js';
import { openReferences, type Reference } from './references.js';
import { withTurns } from './turned-rows.js';

type Call = AnomalyCall<MemoryOptions>;

/** Good ones to compare with, wherever they come from. */
export interface Normals {
  /** As the client wrote them, e.g. `by.memory.normal`. */
  readonly field: string;
  readonly notices: readonly Said[];
  /** What is made of them: once an operation, and of a set once for as long as it is what it is. @param key says what else it depends on */
  learn<Value extends object>(key: string, make: () => Promise<Value>): Promise<Value>;
  /** Their rows, of these outputs, those of their turns after them, and what else is needed to learn from them. */
  read(names: readonly string[]): Promise<{ readonly references: readonly Learnable[]; readonly rows: readonly Tensor[] }>;
}

/** As many as `normal` may have. */
const MOST = 200;

const NORMAL = 'by.memory.normal';
const SET = 'by.memory.referenceSet';

/** @throws BAD_INPUT where not exactly one of `normal` and `referenceSet` is given, and as either of them */
export function normalsOf(call: Call): Promise<Normals> {
  const { normal, referenceSet } = call.options;
  if (normal !== null && referenceSet !== null) throw badInput('by.memory', 'takes either normal or referenceSet, not both.');
  if (normal !== null) return given(call, normal);
  if (referenceSet !== null) return ofSet(call, referenceSet);
  throw badInput('by.memory', 'needs normal, pictures of good ones to compare with, or referenceSet, a set of them.');
}

async function rowsOf(features: readonly (() => Promise<Features>)[], names: readonly string[], signal: AbortSignal) {
  const breathe = breather(signal);
  const [rows, grids]: [Tensor[], { rows: number; columns: number }[]] = [[], []];
  // One after the other: of all that a pass gives only these rows stay.
  for (const read of features) {
    const one = await read();
    rows.push(patchRows(one, names));
    grids.push({ rows: one.rows, columns: one.columns });
    await breathe();
  }
  return { rows, grids };
}

async function given(call: Call, sources: NonNullable<MemoryOptions['normal']>): Promise<Normals> {
  const { list, notices } = await openReferences(call, sources, NORMAL);
  const keys = list.map(({ features }) => features.key);
  return {
    field: NORMAL,
    notices,
    learn: (key, make) => call.once(JSON.stringify([keys, key]), make),
    async read(names) {
      const reads = list.map(
        ({ features }: Reference) =>
          async () =>
            features,
      );
      const { rows } = await rowsOf(reads, names, call.signal);
      return { references: list, rows: await withTurns(call, { list, rows }, names, MOST) };
    },
  };
}

/** Two items of one part of one picture are one normal, whatever their labels. */
const partOf = ({ content, box }: ReferenceItem): string => JSON.stringify([content, box]);

async function ofSet(call: Call, id: string): Promise<Normals> {
  const { image, options } = call;
  const set = await call.referenceSet(id, SET);
  for (const [option, isAsked] of [
    ['views', options.views > 0],
    ['rotations', options.rotations !== 'NONE'],
  ] as const)
    if (isAsked) throw badInput(`by.memory.${option}`, 'looks at pictures again, and a set keeps none: ask without, or with normal.');
  if (set.detail !== image.detail)
    throw badInput(
      SET,
      `the pictures of the set "${set.name}" were seen at ${set.detail}, this one at ${image.detail}: ask for it at detail: ${set.detail}, or make a set at ${image.detail}.`,
    );
  const parts = [...new Map(set.items.map((item) => [partOf(item), item])).values()];
  const others = parts.filter(({ content }) => content !== image.content);
  if (others.length === 0)
    throw badInput(SET, `the set "${set.name}" has no picture but the one that is asked about. Add at least one other: addToReferenceSet.`);
  if (others.length > MOST)
    throw badInput(
      SET,
      `the set "${set.name}" has ${others.length} pictures; memory compares with ${MOST} at most. Make one of those that differ most.`,
    );
  const isAmong = others.length < parts.length;
  return {
    field: SET,
    notices: isAmong
      ? [{ code: 'PICTURE_AMONG_REFERENCES', message: `The picture itself is in the set "${set.name}": it was left out.`, field: SET }]
      : [],
    learn(key, make) {
      const own = JSON.stringify([isAmong ? image.content : null, key]);
      // Within one operation all wait for whoever came first.
      return call.once(JSON.stringify([set.id, own]), () => set.learn(own, make));
    },
    async read(names) {
      const { rows, grids } = await rowsOf(
        others.map((item) => () => set.features(item)),
        names,
        call.signal,
      );
      const references = others.map(({ content, original, box }, at): Learnable => ({
        content,
        look: null,
        box: box ?? { x: 0, y: 0, ...original },
        features: grids[at]!,
      }));
      return { references, rows };
    },
  };
}
