/** Who asks, as far as the work is concerned: what is kept for it is kept apart, and what it may take is counted. */
export interface Client {
  /** Whom queues take turns between, before they do between operations: equal for all that one client asks. '' where nobody knows. */
  readonly who: string;
  /**
   * Begins the key of everything that is kept for it, and keys the names that it is given: what one scope kept, no other finds. Nobody outside
   * may learn it. '' where there are no API keys: all share what is kept.
   */
  readonly scope: string;
  /** Whose what is kept across restarts is: the name of its API key, which outlasts keys and secrets. '' where there are none. Not for clients to see. */
  readonly owner: string;
  /** What it may ask for in a minute; null: as much as it likes. */
  readonly aMinute: { readonly requests: number | null; readonly passes: number | null };
  /** Takes encoder passes from what it may ask for: all of them or none. @throws RATE_LIMITED (details.retryAfterMs), LIMIT_EXCEEDED for more than a minute's */
  takePasses(count: number): Promise<void>;
  /** Gives passes back that were taken and never queued. */
  returnPasses(count: number): Promise<void>;
}

/** Whoever asks without a key: the command line, a host in this process, everybody where there are no keys. */
export const ANYBODY: Client = Object.freeze({
  who: '',
  scope: '',
  owner: '',
  aMinute: Object.freeze({ requests: null, passes: null }),
  takePasses: async () => undefined,
  returnPasses: async () => undefined,
});
