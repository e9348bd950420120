import type { Clock } from '../../clock.js';
import { DenseqlError } from '../../errors.js';
import type { Work, WorkResult } from '../contract/work.js';
import type { EncoderRunner } from '../queue/assemble-encoder.js';
import type { QueueWatcher } from '../queue/jobs.js';
import type { EncoderMemory, Tenant } from './encoder-memory.js';
import type { PooledState } from './pool.js';
import type { WorkGuard } from './work-guard.js';
import { ProcessSlot, type ProcessSlotOptions } from './process-slot.js';

export interface PackRunnerOptions extends ProcessSlotOptions {
  readonly name: string;
  readonly memory: EncoderMemory;
  readonly clock: Clock;
  /** Milliseconds without work after which it is unloaded. */
  readonly idleMs: number;
  /** Never unloaded, loaded at once: the active one. */
  readonly pinned: boolean;
  /** Whether any job waits or runs. */
  busy(): boolean;
  readonly guard: WorkGuard;
}

const stopping = (): DenseqlError => new DenseqlError('ENCODER_UNAVAILABLE', 'The encoder is closed: the server is stopping.');

/** Runs one pack's work in a process that is there while it is needed, or always where it is pinned. */
export class PackRunner implements EncoderRunner, Tenant, QueueWatcher {
  readonly name: string;
  readonly estimate: number;
  pinned: boolean;
  private readonly slot: ProcessSlot;
  private loading: Promise<void> | null = null;
  private loadedAt = 0;
  private lastUse = 0;
  /** Callers of warm(): no queue knows of them. */
  private asked = 0;
  private running = 0;
  private closed = false;
  private cancelIdle: () => void = () => undefined;

  constructor(private readonly options: PackRunnerOptions) {
    this.name = options.name;
    this.estimate = options.estimate;
    this.pinned = options.pinned;
    this.slot = new ProcessSlot(options);
    options.memory.add(this);
  }

  get problem(): string | null {
    return this.slot.problem;
  }

  get state(): PooledState {
    const { state } = this.status();
    // A load that waits for room and that nobody wants any more is none.
    const loads = this.loading !== null && (this.slot.held || this.wanted());
    if (loads || state === 'restarting') return 'loading';
    return state === 'ready' ? 'loaded' : state === 'failed' ? 'failed' : 'idle';
  }

  status(): ReturnType<EncoderRunner['status']> {
    const status = this.slot.status(this.loading !== null);
    return this.closed && this.loading === null ? { ...status, state: 'stopped' } : status;
  }

  maxBatch(): number {
    return this.options.maxBatch();
  }

  pid(): number | null {
    return this.slot.supervisor?.pid ?? null;
  }

  bytes(): number {
    return this.slot.bytes;
  }

  idleSince(): number | null {
    const idle = this.slot.held && this.loading === null && this.running === 0 && !this.wanted();
    return idle && !this.pinned ? this.lastUse : null;
  }

  wanted(): boolean {
    return this.asked > 0 || this.options.busy();
  }

  /** As ready(), for a caller that has no job in the queue. */
  async warm(): Promise<void> {
    this.asked++;
    try {
      await this.ready();
    } finally {
      this.asked--;
    }
  }

  /** @throws LIMIT_EXCEEDED, PACK_INVALID, ENCODER_UNAVAILABLE */
  ready(): Promise<void> {
    if (this.closed) return Promise.reject(stopping());
    if (this.loading === null && this.slot.held) {
      const yields = !this.pinned && this.running === 0 && this.options.memory.turnIsOver(this.loadedAt);
      if (!this.slot.lost && !yields) return this.slot.ready();
      void this.unload();
    }
    return (this.loading ??= this.load().finally(() => {
      this.loading = null;
      if (!this.options.busy()) this.becameIdle();
    }));
  }

  async run(work: Work): Promise<WorkResult> {
    this.running++;
    try {
      await this.options.guard.before(work);
      const result = await this.slot.current().run(work);
      await this.options.guard.after(work);
      return result;
    } finally {
      this.running--;
    }
  }

  becameBusy(): void {
    this.cancelIdle();
    // Its request for room may have been passed over.
    if (this.loading !== null) this.options.memory.advance();
  }

  becameIdle(): void {
    this.lastUse = this.options.clock.now();
    this.cancelIdle();
    if (this.slot.held && !this.pinned)
      this.cancelIdle = this.options.clock.after(this.options.idleMs, () => {
        if (this.idleSince() !== null) void this.unload();
      });
    this.options.memory.advance();
  }

  /** Ends the process; the next use starts another. */
  async unload(): Promise<void> {
    this.cancelIdle();
    await this.slot.close();
    this.options.memory.advance();
  }

  abandon(): void {
    this.closed = true;
    this.options.memory.withdraw(this);
    if (this.loading !== null) this.slot.abort();
  }

  async close(): Promise<void> {
    this.abandon();
    await this.loading?.catch(() => undefined);
    await this.unload();
    this.options.memory.remove(this);
  }

  private async load(): Promise<void> {
    const { memory, clock } = this.options;
    await this.slot.leaving;
    if (!this.pinned) await memory.reserve(this);
    try {
      if (this.closed) throw stopping();
      await this.slot.open();
      this.loadedAt = clock.now();
    } finally {
      memory.settled(this);
    }
  }
}
