import type { Clock } from '../../clock.js';
import { DenseqlError } from '../../errors.js';

/** An encoder that shares the memory with others. */
export interface Tenant {
  readonly name: string;
  /** Bytes that it will need, before it is loaded. */
  readonly estimate: number;
  /** Bytes that it holds; 0 when it is not loaded. */
  bytes(): number;
  /** Since when it is loaded and has no work, by the clock; null otherwise. */
  idleSince(): number | null;
  /** Whether anybody still waits for it. */
  wanted(): boolean;
  /** The active one: always there, whatever it holds. */
  readonly pinned: boolean;
  unload(): Promise<void>;
}

interface Request {
  readonly tenant: Tenant;
  grant(): void;
  refuse(error: Error): void;
}

/** Not unloaded within this time of its last work when another wants its place: a query comes back for texts and kernels. */
const GRACE_MS = 100;

/** How long an encoder keeps its place although others wait for it; loading takes seconds. */
export const TURN_MS = 10_000;

/**
 * Who may be in memory, within ENCODER_BYTES. Whoever needs room waits in line: encoders without work are unloaded, the least recently
 * used first; one with work keeps its place until it has none, or until its turn is over (it then asks {@link turnIsOver} between
 * two passes and leaves by itself). Nobody waits for what can never be: an encoder that does not fit beside the active one is refused.
 */
export class EncoderMemory {
  private readonly tenants: Tenant[] = [];
  private readonly waiting: Request[] = [];
  /** Those that may load, but hold little yet. */
  private readonly promised = new Set<Tenant>();
  private leaving = 0;
  private cancelTimer: () => void = () => undefined;

  constructor(
    readonly limit: number,
    private readonly clock: Clock,
  ) {}

  add(tenant: Tenant): void {
    this.tenants.push(tenant);
  }

  remove(tenant: Tenant): void {
    const index = this.tenants.indexOf(tenant);
    if (index >= 0) this.tenants.splice(index, 1);
  }

  /** Bytes that are held or promised. */
  get bytes(): number {
    return this.tenants.reduce((sum, tenant) => sum + this.bytesOf(tenant), 0);
  }

  /**
   * Waits for room. {@link settled} must follow when loading ended, well or not.
   * A request that nobody wants at the moment is passed over, and stands in line again once somebody does.
   * @throws LIMIT_EXCEEDED when there can be none
   */
  reserve(tenant: Tenant): Promise<void> {
    return new Promise((grant, refuse) => {
      this.waiting.push({ tenant, grant, refuse });
      this.advance();
    });
  }

  /** Takes a request for room back. */
  withdraw(tenant: Tenant): void {
    const index = this.waiting.findIndex((request) => request.tenant === tenant);
    if (index < 0) return;
    for (const request of this.waiting.splice(index, 1)) request.refuse(withdrawn());
    this.advance();
  }

  settled(tenant: Tenant): void {
    this.promised.delete(tenant);
    this.advance();
  }

  /** Whether an encoder that is loaded since then should make room for others. */
  turnIsOver(loadedAt: number): boolean {
    return this.next() !== undefined && this.clock.now() - loadedAt >= TURN_MS;
  }

  /** To be called whenever room may have come free: work ended, an encoder left. */
  advance(): void {
    this.cancelTimer();
    for (let head = this.next(); head !== undefined; head = this.next()) {
      const { tenant } = head;
      const pinned = this.tenants.filter((other) => other.pinned && other !== tenant);
      const least = pinned.reduce((sum, other) => sum + this.bytesOf(other), tenant.estimate);
      if (least > this.limit) head.refuse(tooLarge(tenant, least, this.limit));
      else if (this.bytes + tenant.estimate <= this.limit) {
        this.promised.add(tenant);
        head.grant();
      } else return this.makeRoom();
      this.waiting.splice(this.waiting.indexOf(head), 1);
    }
  }

  private next(): Request | undefined {
    return this.waiting.find(({ tenant }) => tenant.wanted());
  }

  private bytesOf(tenant: Tenant): number {
    if (this.promised.has(tenant)) return Math.max(tenant.estimate, tenant.bytes());
    return tenant.bytes() || (tenant.pinned ? tenant.estimate : 0);
  }

  /** Lets one encoder go that has no work; comes back when it is gone, or when one may be. */
  private makeRoom(): void {
    if (this.leaving > 0) return;
    const idle = this.tenants
      .map((tenant) => ({ tenant, since: tenant.idleSince() }))
      .filter((candidate): candidate is { tenant: Tenant; since: number } => candidate.since !== null)
      .sort((a, b) => a.since - b.since);
    const first = idle[0];
    if (first === undefined) return;
    const early = first.since + GRACE_MS - this.clock.now();
    if (early > 0) {
      this.cancelTimer = this.clock.after(early, () => this.advance());
      return;
    }
    this.leaving++;
    void first.tenant.unload().finally(() => {
      this.leaving--;
      this.advance();
    });
  }
}

const withdrawn = (): DenseqlError => new DenseqlError('ENCODER_UNAVAILABLE', 'The encoder is closed: the server is stopping.');

const tooLarge = ({ name }: Tenant, asked: number, allowed: number): DenseqlError =>
  new DenseqlError(
    'LIMIT_EXCEEDED',
    `ENCODER_BYTES: the encoder ${name} and the active one need about ${Math.round(asked)} bytes, ${allowed} allowed. ` +
      'Ask the active one, or raise DENSEQL_ENCODER_BYTES.',
    { limit: 'ENCODER_BYTES', asked: Math.round(asked), allowed },
  );
