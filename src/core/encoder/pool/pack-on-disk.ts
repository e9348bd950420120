import { isDeepStrictEqual } from 'node:util';
import { DenseqlError } from '../../errors.js';
import { fingerprint, sameFingerprint, type Fingerprint } from '../../packs/fingerprint.js';
import { readPack, type Pack } from '../../packs/load-pack.js';
import { verifyPack } from '../../packs/verify-pack.js';

/** What has become of a pack's folder since its files were proven. `gone`: it is not there, or was moved away a moment ago. */
export type OnDisk = { readonly state: 'same' | 'gone' } | { readonly state: 'replaced'; readonly pack: Pack };

/**
 * Watches a pack's folder, cheaply: before every piece of work, by the marks of its files. Weights that are in memory may be mapped from those files,
 * and heads are loaded at their first use: neither may be mixed with what somebody puts there later.
 */
export class PackOnDisk {
  private at: Fingerprint | null = null;
  /** A state of the files that was refused: they are not hashed again for each who asks. */
  private refused: { readonly at: Fingerprint; readonly error: DenseqlError } | null = null;

  constructor(readonly pack: Pack) {}

  /** The pack is in memory as it lay on disk then. */
  proven(at: Fingerprint): void {
    this.at = at;
  }

  /**
   * @returns whether the pack is there as it was proven; a folder renamed into its place is `replaced`, if it holds a pack of the name
   * @throws PACK_INVALID where files were changed in place, saying what to do
   */
  async look(): Promise<OnDisk> {
    const { folder, manifest } = this.pack;
    const now = await fingerprint(folder, manifest);
    if (this.at !== null && sameFingerprint(now, this.at)) return { state: 'same' };
    if (now.folder === '') return { state: 'gone' };
    if (this.refused !== null && sameFingerprint(now, this.refused.at)) throw this.refused.error;
    try {
      return await this.compare(now);
    } catch (error) {
      if (DenseqlError.is(error)) this.refused = { at: now, error };
      throw error;
    }
  }

  private async compare(now: Fingerprint): Promise<OnDisk> {
    const { folder, manifest } = this.pack;
    const found = await readPack(folder).catch((cause: unknown) => {
      throw this.changed('pack.json', (cause as Error).message, cause);
    });
    if (isDeepStrictEqual(found.manifest, manifest)) {
      // Before it was ever loaded, its start proves it.
      if (this.at === null) return { state: 'same' };
      // The same pack, perhaps written anew: its hashes tell.
      await verifyPack(folder, manifest).catch((cause: unknown) => {
        throw this.changed(DenseqlError.is(cause) ? String(cause.details['file']) : 'pack.json', 'it is not as pack.json says', cause);
      });
      this.at = now;
      return { state: 'same' };
    }
    const renamed = this.at === null || this.at.folder !== now.folder;
    if (found.manifest.name !== manifest.name) throw this.changed('pack.json', `it names the pack ${found.manifest.name}`);
    if (renamed) return { state: 'replaced', pack: found };
    throw this.changed('pack.json', 'another revision was written into the folder');
  }

  private changed(file: string, how: string, cause?: unknown): DenseqlError {
    const { name, revision } = this.pack.manifest;
    return new DenseqlError(
      'PACK_INVALID',
      `${name}/${file}: was changed while the server runs (${how}); nothing is answered with files that are not those of revision ${revision}. Put a whole ` +
        `pack of the name ${name} in place by renaming its folder (\`denseql models compile --replace\` does), or put the old files back.`,
      { pack: name, file },
      { cause },
    );
  }
}
