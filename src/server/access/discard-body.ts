import type { IncomingMessage } from 'node:http';

/**
 * Throws away what a refused request still sends: whoever is cut off while sending does not get to read the answer.
 * @param mostBytes who sends on beyond them is cut off all the same
 */
export function discardBody(request: IncomingMessage, mostBytes: number): void {
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > mostBytes) request.destroy();
  });
  request.on('error', () => undefined);
}
