import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';

/** Requests whose clients hold their body back until they are told to go on. */
const waiting = new WeakSet<IncomingMessage>();

/** Who sends `Expect: 100-continue`, as curl does for large files, hears of a refusal before the body travels. */
export function askBeforeBodies(http: Server, handle: RequestListener): void {
  http.on('checkContinue', (request: IncomingMessage, response: ServerResponse<IncomingMessage> & { req: IncomingMessage }) => {
    waiting.add(request);
    // Whether a body still comes after a refusal is up to the client: the next request on this connection could be taken for one.
    response.setHeader('Connection', 'close');
    handle(request, response);
  });
}

/** The body is wanted. */
export function goOn(request: IncomingMessage, response: ServerResponse): void {
  if (waiting.delete(request)) response.writeContinue();
}
