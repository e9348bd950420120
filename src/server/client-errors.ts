import type { Server } from 'node:http';
import type { Config } from '../core/config.js';
import type { Lines } from './lines.js';

interface ClientError extends Error {
  readonly code?: string;
}

/** Status, code and message of what is wrong with a request that never became one. */
function answerOf({ code }: ClientError, { HEADERS_MS, REQUEST_MS }: Pick<Config, 'HEADERS_MS' | 'REQUEST_MS'>): [string, string, string] {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return [
        '408 Request Timeout',
        'REQUEST_TIMEOUT',
        `The request did not arrive in time (HEADERS_MS: ${HEADERS_MS} ms, REQUEST_MS: ${REQUEST_MS} ms).`,
      ];
    case 'HPE_HEADER_OVERFLOW':
      return ['431 Request Header Fields Too Large', 'BAD_REQUEST', 'The headers of the request are too large.'];
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return ['413 Payload Too Large', 'BAD_REQUEST', 'The chunk extensions of the request are too large.'];
    default:
      return ['400 Bad Request', 'BAD_REQUEST', 'This is no HTTP request.'];
  }
}

/** Requests that Node gives up on, in the form that all errors have: it would close the connection with an empty body. */
export function answerClientErrors(http: Server, config: Pick<Config, 'HEADERS_MS' | 'REQUEST_MS'>, lines: Lines): void {
  http.on('clientError', (error: ClientError, socket) => {
    const answer = lines.answering(socket);
    // In the middle of an answer, or nobody is left to read one.
    if (!socket.writable || error.code === 'ECONNRESET' || (answer?.headersSent === true && !answer.writableFinished))
      return void socket.destroy();
    const [status, code, message] = answerOf(error, config);
    const text = JSON.stringify({ errors: [{ message, extensions: { code } }] });
    const head = [`HTTP/1.1 ${status}`, 'Content-Type: application/json; charset=utf-8', `Content-Length: ${Buffer.byteLength(text)}`];
    socket.end([...head, 'Connection: close', '', text].join('\r\n'), () => socket.destroy());
  });
}
