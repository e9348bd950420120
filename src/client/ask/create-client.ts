import { documentText, type Document } from './document-text.js';
import { readAnswer, readJson, send, type Answer, type SentAnswer } from './read-answer.js';
import { readEvents } from './read-events.js';
import { upload, type Uploaded, type UploadOptions } from './upload.js';

export interface ClientOptions {
  /** Where GraphQL is answered: absolute, or, in a browser, relative to the page. `/uploads` is beside it. */
  readonly url: string;
  /** Sent with everything, e.g. `{ authorization: 'Bearer ...' }`; a function is asked each time. */
  readonly headers?: Record<string, string> | (() => Record<string, string> | Promise<Record<string, string>>);
  /** In place of the global one. */
  readonly fetch?: typeof fetch;
}

export interface AskOptions {
  /** Ends the question: what of it waits in the server's queues is taken out of them. */
  readonly signal?: AbortSignal | undefined;
}

export interface Client {
  /**
   * Asks. A field that failed is null, and in `problems`.
   * @throws Failure where nothing was answered: `problem.code` says why, e.g. BAD_INPUT or NO_ANSWER; an AbortError once the signal aborts
   */
  query<Result, Variables>(document: Document<Result, Variables>, variables?: Variables, options?: AskOptions): Promise<Answer<Result>>;
  /**
   * Asks a subscription, e.g. `images` of a batch: each answer as it comes. To stop reading ends it.
   * @throws Failure, AbortError as `query` does
   */
  subscribe<Result, Variables>(
    document: Document<Result, Variables>,
    variables?: Variables,
    options?: AskOptions,
  ): AsyncGenerator<Answer<Result>>;
  /**
   * Brings a picture to the server, which keeps it for a while (an hour after its last use, by default).
   * @throws Failure, e.g. with BAD_IMAGE or IMAGE_TOO_LARGE; an AbortError once the signal aborts
   */
  upload(file: Blob, options?: UploadOptions): Promise<Uploaded>;
  /** An address of an answer (`Picture.url`) as an absolute one. */
  resolve(url: string): string;
}

/** A client of one server. */
export function createClient({ url, headers = {}, fetch: given }: ClientOptions): Client {
  const page = typeof location === 'undefined' ? undefined : location.href;
  if (!URL.canParse(url, page))
    throw new TypeError(`"${url}" is no address; outside a page it must be a whole one, as http://127.0.0.1:4000/graphql.`);
  const address = new URL(url, page);
  // Not bound to this object: browsers refuse their own fetch then.
  const fetching: typeof fetch = given ?? ((input, init) => fetch(input, init));
  const ownHeaders = async (): Promise<Record<string, string>> => (typeof headers === 'function' ? headers() : headers);
  const post = async (document: Document<never, never>, variables: unknown, accept: string, signal: AbortSignal | undefined) =>
    send(fetching, address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept, ...(await ownHeaders()) },
      body: JSON.stringify({ query: await documentText(document), variables }),
      signal: signal ?? null,
    });
  return {
    async query<Result, Variables>(document: Document<Result, Variables>, variables?: Variables, { signal }: AskOptions = {}) {
      const response = await post(document as Document<never, never>, variables, 'application/json', signal);
      return readAnswer<Result>(await readJson<SentAnswer>(response));
    },
    async *subscribe<Result, Variables>(document: Document<Result, Variables>, variables?: Variables, { signal }: AskOptions = {}) {
      const response = await post(document as Document<never, never>, variables, 'text/event-stream, application/json;q=0.5', signal);
      const streams = response.headers.get('content-type')?.startsWith('text/event-stream');
      if (streams && response.body) yield* readEvents<Result>(response.body, signal);
      else yield readAnswer<Result>(await readJson<SentAnswer>(response));
    },
    upload: async (file, options = {}) => upload(fetching, new URL('uploads', address), file, await ownHeaders(), options),
    resolve: (path) => new URL(path, address).href,
  };
}
