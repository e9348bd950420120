import { expect } from 'vitest';
import type { Answer, TinyServer } from './tiny-server.js';

interface Failure {
  readonly message: string;
  readonly code: string;
}

/** Fields of a picture, the picture where it is not the usual one, and the encoder where it is not the configured one. */
type Asked = [fields: string, picture?: unknown, encoder?: string | null];

/**
 * What tests ask of one picture.
 * @param usual server and picture, once they are there
 */
export function imageAsker(usual: () => { readonly server: TinyServer; readonly source: unknown }) {
  const image = (...[fields, picture, encoder = null]: Asked): Promise<Answer> => {
    const { server, source } = usual();
    const query = `query ($source: ImageSource!, $encoder: String) { image(source: $source, encoder: $encoder) { ${fields} } }`;
    return server.query(query, { source: picture ?? source, encoder });
  };
  /** `data.image`, of what must not fail. */
  const ask = async (...asked: Asked) => {
    const { body } = await image(...asked);
    expect(body.errors).toBeUndefined();
    return body.data.image;
  };
  /** What is wrong. */
  const failed = async (...asked: Asked): Promise<Failure[]> => {
    const { body } = await image(...asked);
    const errors = (body.errors ?? []) as { message: string; extensions: { code: string } }[];
    return errors.map(({ message, extensions: { code } }) => ({ message, code }));
  };
  return { image, ask, failed };
}
