import { DenseqlError } from '../../errors.js';
import type { Fingerprint } from '../../packs/fingerprint.js';
import type { Work } from '../contract/work.js';
import type { PackOnDisk } from './pack-on-disk.js';

/**
 * Looks at a pack's folder before and after each piece of work. Weights may be mapped from its files, and heads are loaded at their first use: after
 * that they are in memory.
 */
export class WorkGuard {
  private heads = new Set<string>();

  constructor(private readonly onDisk: PackOnDisk) {}

  /** A fresh process holds the pack as it lay on disk then. */
  proven(at: Fingerprint): void {
    this.heads = new Set();
    this.onDisk.proven(at);
  }

  /** @throws PACK_INVALID when the pack's files are not those that were loaded, or a head that was not loaded yet is gone */
  async before(work: Work): Promise<void> {
    const { state } = await this.onDisk.look();
    // A file of a plugin's own is none of the pack's.
    if (work.type !== 'graph' || work.file !== undefined || state === 'same' || this.heads.has(work.graph)) return;
    const { name, revision } = this.onDisk.pack.manifest;
    const why = `revision ${revision} is no longer there. The one in its place takes over when it is proven; encoders { problem } says if it was refused.`;
    throw new DenseqlError('PACK_INVALID', `${name}/${work.graph}: ${why}`, { pack: name, file: work.graph });
  }

  /** What was changed meanwhile may have been read meanwhile. @throws PACK_INVALID */
  async after(work: Work): Promise<void> {
    await this.onDisk.look();
    if (work.type === 'graph') this.heads.add(work.graph);
  }
}
