/** Whose turn a piece of work takes; the object itself stands for one operation. */
export interface Lane {
  /** Equal for all operations of one client. */
  readonly client: string;
}
