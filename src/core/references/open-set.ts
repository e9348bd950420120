import type { PackManifest } from '../packs/manifest.js';
import { cropFeatures } from '../visual/crop-features.js';
import { wholeFeatures, type Features } from '../visual/features.js';
import type { Asker } from './learning.js';
import type { Learnt } from './learnt.js';
import type { ReferenceItem, ReferenceSetInfo } from './reference-set.js';
import type { KeptItem } from './rows.js';
import type { SetStore } from './set-store.js';

export interface OpenSetParts {
  readonly info: ReferenceSetInfo;
  readonly items: readonly KeptItem[];
  readonly owner: string;
  readonly manifest: PackManifest;
  readonly store: SetStore;
  readonly learnt: Learnt;
}

/** A set as it was at one moment, to compare with. */
export class OpenSet {
  readonly info: ReferenceSetInfo;
  readonly items: readonly ReferenceItem[];
  private readonly kept: ReadonlyMap<string, KeptItem>;

  constructor(private readonly parts: OpenSetParts) {
    this.info = parts.info;
    this.items = parts.items.map(({ pass: _own, ...item }) => item);
    this.kept = new Map(parts.items.map((item) => [item.id, item]));
  }

  /**
   * Read from the disk, no pass: those of the picture, or of the part that the item is, as a region without zoom has them.
   * @returns undefined where no item has this id
   * @throws SET_NOT_FOUND where the item was removed meanwhile; STORE_FAILED
   */
  async features(id: string): Promise<Features | undefined> {
    const item = this.kept.get(id);
    if (!item) return undefined;
    const { store, owner, manifest, info } = this.parts;
    const whole = wholeFeatures(await store.pass(owner, item.pass, info), manifest.name);
    return item.box ? cropFeatures(whole, item.box, manifest.outputs) : whole;
  }

  /**
   * What is learnt from the set as it is, kept in memory for later operations.
   * @param key says all that the value depends on beside the set, and whose it is
   * @param make its signal aborts when what it makes is not wanted any more
   * @param asker who asks; what has begun goes on without
   * @throws DEADLINE_EXCEEDED, CANCELLED, and what `make` fails with
   */
  learn<Value extends object>(key: string, make: (over: AbortSignal) => Promise<Value>, asker: Asker): Promise<Value> {
    const { owner, info, learnt } = this.parts;
    const { id: set, content, bytes } = info;
    return learnt.get(JSON.stringify([owner, info.packId, content, key]), make, { set, content, bytes }, asker);
  }
}
