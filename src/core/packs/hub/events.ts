/** What a pull tells while it runs. */
export type PullEvent =
  /** Another process pulls the same repository. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'listed'; readonly commit: string; readonly licence: string | null }
  /** `bytes` of `total` are here; falls when a file has to begin anew. */
  | { readonly kind: 'bytes'; readonly name: string; readonly bytes: number; readonly total: number }
  | { readonly kind: 'checking'; readonly name: string }
  /** In the cache and equal to its checksum; `cached`: it was there before. */
  | { readonly kind: 'done'; readonly name: string; readonly bytes: number; readonly cached: boolean }
  | { readonly kind: 'retry'; readonly what: string; readonly why: string; readonly milliseconds: number };
