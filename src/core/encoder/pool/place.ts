import type { Clock } from '../../clock.js';
import type { Log } from '../../log.js';
import { fingerprint, sameFingerprint, type Fingerprint } from '../../packs/fingerprint.js';
import type { Pack } from '../../packs/load-pack.js';
import type { LocalEncoder } from './pooled-encoder.js';
import type { PooledEncoder, PooledState } from './pool.js';

export interface PlaceOptions {
  /** Makes an encoder of a pack that is found in the place; not pinned. */
  readonly make: (pack: Pack) => LocalEncoder;
  readonly log: Log;
  readonly clock: Clock;
  /** Milliseconds for which an operation may still hold an encoder that was replaced. */
  readonly graceMs: number;
}

/**
 * The place of one pack in the pool. When another revision is renamed into its folder, that is loaded beside the old one, which serves until the
 * new one is proven; then it takes over whole. One that fails its proof is refused, and the old one stays.
 */
export class Place implements PooledEncoder {
  private next: LocalEncoder | null = null;
  private refused: { readonly at: Fingerprint; readonly why: string } | null = null;
  /** Why the folder's files cannot be answered with, as of the last look. */
  private changed: string | null = null;
  private noticing: Promise<void> | null = null;
  private readonly retired = new Set<LocalEncoder>();

  constructor(
    public encoder: LocalEncoder,
    private readonly options: PlaceOptions,
  ) {}

  get state(): PooledState {
    return this.changed === null ? this.encoder.state : 'failed';
  }

  get problem(): string | null {
    return this.changed ?? this.encoder.problem ?? this.refused?.why ?? null;
  }

  get memoryBytes(): number {
    return this.encoder.memoryBytes;
  }

  /**
   * The encoder that answers from now on: looks at the folder first.
   * @throws PACK_INVALID when files were changed in place
   */
  async open(): Promise<LocalEncoder> {
    await (this.noticing ??= this.notice().finally(() => (this.noticing = null)));
    return this.encoder;
  }

  async close(): Promise<void> {
    await Promise.all([this.encoder, ...(this.next ? [this.next] : []), ...this.retired].map((encoder) => encoder.close()));
  }

  private async notice(): Promise<void> {
    const { encoder } = this;
    const found = await encoder.onDisk.look().catch((error: Error) => {
      this.changed = error.message;
      throw error;
    });
    this.changed = null;
    // What was refused was taken away again.
    if (found.state === 'same') this.refused = null;
    // Meanwhile the next one may have taken over.
    if (found.state !== 'replaced' || this.next !== null || this.encoder !== encoder) return;
    const { pack } = found;
    // Nothing of the old revision is in memory: there is nothing to wait for, and nothing that could stay.
    if (encoder.state === 'idle' || encoder.state === 'failed') return this.takeOver(this.options.make(pack));
    const at = await fingerprint(pack.folder, pack.manifest);
    if (this.refused !== null && sameFingerprint(this.refused.at, at)) return;
    this.refused = null;
    const next = this.options.make(pack);
    this.next = next;
    void next.ready().then(
      () => this.takeOver(next),
      (error: Error) => this.refuse(next, at, error),
    );
  }

  private takeOver(next: LocalEncoder): void {
    const old = this.encoder;
    this.options.log.info({ pack: next.manifest.name, revision: next.manifest.revision }, 'Another revision of the pack takes over.');
    next.pin(old.pinned);
    old.pin(false);
    this.encoder = next;
    this.next = null;
    this.refused = null;
    // Operations that began with the old one end with it.
    this.retired.add(old);
    this.options.clock.after(this.options.graceMs, () => {
      this.retired.delete(old);
      void old.close();
    });
  }

  private refuse(next: LocalEncoder, at: Fingerprint, error: Error): void {
    const { name, revision } = next.manifest;
    this.next = null;
    this.refused = {
      at,
      why: `Revision ${revision} was put in its place and is refused; ${this.encoder.manifest.revision} stays while it is in memory. ${error.message}`,
    };
    this.options.log.error({ pack: name, revision, cause: error.message }, 'A pack that was put in place of another is refused.');
    void next.close();
  }
}
