import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import type { Config } from '../core/config.js';
import { clientAddress } from './access/client-address.js';

/**
 * Bounds how many connections are open, of all clients and of each: no client can use up what all have. One too many is closed without an answer,
 * because an answer would cost what it refuses.
 */
export function boundConnections(
  http: Server,
  config: Pick<Config, 'MAX_CONNECTIONS' | 'CLIENT_CONNECTIONS'>,
  log: Pick<Logger, 'debug'>,
): void {
  http.maxConnections = config.MAX_CONNECTIONS;
  http.on('drop', (facts?: { readonly remoteAddress?: string }) =>
    log.debug({ client: facts?.remoteAddress }, 'more connections than MAX_CONNECTIONS'),
  );
  const open = new Map<string, number>();
  http.on('connection', (socket: Socket) => {
    const client = clientAddress(socket.remoteAddress);
    const own = (open.get(client) ?? 0) + 1;
    open.set(client, own);
    socket.once('close', () => {
      const left = (open.get(client) ?? 1) - 1;
      if (left > 0) open.set(client, left);
      else open.delete(client);
    });
    if (own <= config.CLIENT_CONNECTIONS) return;
    log.debug({ client }, 'more connections than CLIENT_CONNECTIONS');
    socket.destroy();
  });
}
