import type { ServerResponse } from 'node:http';

/** Answers what no route sees in the form that all errors have, and ends the connection. */
export function plainError(response: ServerResponse, status: number, code: string, message: string, details: object = {}): void {
  const text = JSON.stringify({ errors: [{ message, extensions: { code, ...details } }] });
  response
    .writeHead(status, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': Buffer.byteLength(text),
      'Cache-Control': 'no-store',
      Connection: 'close',
    })
    .end(text);
}
