/** A plugin with files of its own, beside its code. */
export interface AssetOwner {
  readonly name: string;
  /** The plugin's folder: `new URL('.', import.meta.url)`. Needed where there are `assets`. */
  readonly folder?: URL;
  /** Every file of its own that it needs to answer, by its path below `folder`, with the SHA-256 of its bytes as 64 hex digits. */
  readonly assets?: Readonly<Record<string, string>>;
}
