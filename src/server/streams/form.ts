import type { FormattedExecutionResult } from 'graphql';

/** How pieces stand one behind the other in an answer. */
export interface Form {
  readonly mediaType: string;
  /** Before the first one. */
  readonly head: string;
  piece(json: string): string;
  /** Says nothing: that somebody is still there. */
  readonly sign: string;
  readonly end: string;
}

/** Server-sent events, as the protocol of graphql-sse has them ("distinct connections"). */
const EVENTS: Form = {
  mediaType: 'text/event-stream',
  head: '',
  piece: (json) => `event: next\ndata: ${json}\n\n`,
  sign: ':\n\n',
  end: 'event: complete\ndata: \n\n',
};

const part = (json: string): string => `content-type: application/json\r\n\r\n${json}\r\n--graphql`;

/** Apollo's protocol of subscriptions over HTTP multipart, version 1.0. */
const PARTS: Form = {
  mediaType: 'multipart/mixed;boundary=graphql;subscriptionSpec=1.0',
  head: '\r\n--graphql\r\n',
  piece: (json) => `${part(`{"payload":${json}}`)}\r\n`,
  sign: `${part('{}')}\r\n`,
  end: `${part('{"payload":null}')}--\r\n`,
};

/** What an `Accept` header takes; null: no pieces. Who names both takes events. */
export function formOf(accept: string | undefined): Form | null {
  const types = (accept ?? '').toLowerCase();
  if (types.includes('text/event-stream')) return EVENTS;
  return /multipart\/mixed[^,]*subscriptionspec="?1\.0/.test(types) ? PARTS : null;
}

export type Stringify = (answer: FormattedExecutionResult) => string | Promise<string>;
