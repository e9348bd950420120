import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Lines } from './lines.js';
import { plainError } from './plain-error.js';

/** Requests whose clients hold their body back until they are told to go on. */
const waiting = new WeakSet<IncomingMessage>();

const unknown: RequestListener = ({ headers }, response) =>
  plainError(
    response,
    417,
    'BAD_REQUEST',
    `"${headers.expect?.slice(0, 80)}" cannot be expected here, only 100-continue. Leave the header Expect out.`,
  );

/** Who sends `Expect: 100-continue`, as curl does for large files, hears of a refusal before the body travels. */
export function askBeforeBodies(http: Server, handle: RequestListener, lines: Lines): void {
  const answer = lines.for(handle);
  http.on('checkContinue', (request: IncomingMessage, response: ServerResponse<IncomingMessage> & { req: IncomingMessage }) => {
    waiting.add(request);
    // Whether a body still comes after a refusal is up to the client: the next request on this connection could be taken for one.
    response.setHeader('Connection', 'close');
    answer(request, response);
  });
  http.on('checkExpectation', lines.for(unknown));
}

/** The body is wanted. */
export function goOn(request: IncomingMessage, response: ServerResponse): void {
  if (waiting.delete(request)) response.writeContinue();
}
