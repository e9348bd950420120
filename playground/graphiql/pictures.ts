export interface FoundPicture {
  /** Where it stands in the answer, e.g. `image.segmentation.overlay`. */
  readonly path: string;
  readonly address: string;
}

/** More would be a page of its own. */
const MOST = 24;

/** The pictures of an answer, by their addresses or their bytes. */
export function picturesIn(answer: unknown): FoundPicture[] {
  const found: FoundPicture[] = [];
  const walk = (value: unknown, path: readonly string[]): void => {
    if (value === null || typeof value !== 'object' || found.length >= MOST) return;
    const { url, dataUri } = value as { url?: unknown; dataUri?: unknown };
    const address = [dataUri, url].find((one) => typeof one === 'string' && /^(data:image\/|[^?#]*\/pictures\/)/.test(one));
    if (typeof address === 'string') found.push({ path: path.join('.'), address });
    else for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key]);
  };
  walk((answer as { data?: unknown }).data, []);
  return found;
}
