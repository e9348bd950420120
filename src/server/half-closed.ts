import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Lines } from './lines.js';

/** How often a client that sends nothing more is asked whether it is still there, in milliseconds. */
const ASK_MS = 100;

/**
 * Clients that end their side of the connection behind the request, as `nc -N` does, are answered. To the server it looks the same when a client has left, and its work
 * should end then: so while there is no answer yet, `102 Processing` is sent now and then (RFC 9110, section 15.2: any client of HTTP/1.1 passes over it).
 * The system of one that has left refuses the first, and the second finds the connection closed.
 */
export function answerHalfClosed(http: Server, lines: Lines): void {
  // Node's name for it; its types do not know it.
  Object.assign(http, { httpAllowHalfOpen: true });
  http.on('connection', (socket: Socket) => {
    socket.once('end', () => {
      const asking = setInterval(() => {
        const answer = lines.answering(socket);
        if (answer && !answer.headersSent && answer.req.httpVersionMinor > 0) answer.writeProcessing();
      }, ASK_MS);
      socket.once('close', () => clearInterval(asking));
    });
  });
}
