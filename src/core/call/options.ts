/** One option of a method, as the plugin's SDL declares it. */
export interface OptionInfo {
  readonly name: string;
  /** In SDL, e.g. `Float!`. */
  readonly type: string;
  /** The literal in SDL, e.g. `0.5` or `TEXTS`; null where there is none. */
  readonly default: string | null;
  /** Lower bound of a number, exclusive or not (the description says which); null where there is none. */
  readonly min: number | null;
  /** Upper bound, as `min`. */
  readonly max: number | null;
  readonly description: string | null;
}

/** What one method takes under `by`. */
export interface MethodOptions {
  /**
   * Complete options, frozen to any depth and of this call alone: checked against types and ranges, defaults filled in, what is absent and has no
   * default is null. A member of `by` that is no input object is given as it is, without null.
   *
   * @param given options as a client or another plugin wrote them; null or undefined: none
   * @throws BAD_INPUT naming `by.<key>.<name>` and the range
   */
  read(given: unknown): Readonly<Record<string, unknown>>;
  /** Names of options that must be given; empty: the method can run by default. */
  readonly required: readonly string[];
  readonly list: readonly OptionInfo[];
}

/**
 * Options of a method, by its task's name and its key.
 * @throws Error where no plugin has such a method: ask the registry first
 */
export type OptionsOf = (task: string, key: string) => MethodOptions;
