import { request as requestHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { projectVersion } from '../../project-root.js';
import { urlFailed } from './errors.js';
import { failedRequest } from './failed-request.js';
import type { Target } from './guard.js';
import type { Network } from './network.js';

/** A name may have thousands of addresses; this many of each family are tried for one picture. */
const MOST_ADDRESSES = 4;

/** Answers the socket's question for the name's addresses with those that were checked. */
function pinned(addresses: readonly string[]): LookupFunction {
  const found = [4, 6].flatMap((family) =>
    addresses
      .filter((address) => isIP(address) === family)
      .slice(0, MOST_ADDRESSES)
      .map((address) => ({ address, family })),
  );
  return (_name, { all }, done) => {
    const [first] = found;
    if (all || first === undefined) done(null, found);
    else done(null, first.address, first.family);
  };
}

/**
 * Sends one GET and waits for the answer's headers; redirects are not followed. The socket is this request's alone and closes with it.
 *
 * By node:http rather than by a library: `request-filtering-agent`, the one that is kept and checks in the same place, leaves out schemes, ports, redirects, limits and
 * the addresses that public-address.ts adds to ipaddr.js, tells the resolved address in its errors, and resolves by getaddrinfo; `undici` would
 * need the same hook. An agent of its own (`agent: false`) obeys no variable that names a proxy: a proxy would resolve the name again.
 *
 * @param signal ends the request and the answer
 * @throws URL_FAILED
 */
export function sendRequest({ url, host, addresses }: Target, network: Network, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const reached = network.reach?.(addresses) ?? addresses;
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const sent = send({
      host: host.literal ? reached[0] : host.name,
      port: url.port,
      path: `${url.pathname}${url.search}`,
      headers: {
        host: url.port === '' ? host.name : `${host.name}:${url.port}`,
        'user-agent': `DenseQL/${projectVersion()}`,
        accept: 'image/*',
        'accept-encoding': 'identity',
      },
      lookup: pinned(reached),
      agent: false,
      signal,
      // Said aloud: NODE_TLS_REJECT_UNAUTHORIZED=0 is no matter of pictures.
      rejectUnauthorized: true,
      servername: host.literal ? '' : host.name,
      ...(network.authority === undefined ? {} : { ca: network.authority }),
    });
    // Stays for what fails later on: an error that nobody hears ends the process.
    sent.on('error', (error) => reject(failedRequest(error)));
    sent.on('response', resolve);
    // Comes after all else, and alone where a host answers that it changes the protocol.
    sent.on('close', () => reject(urlFailed('its host gave no answer.')));
    sent.end();
  });
}
