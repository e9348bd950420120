import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Config } from '../core/config.js';
import { badInput } from '../core/errors.js';

type Address = Pick<Config, 'PORT' | 'HOST'>;

/** What is wrong with an address that cannot be listened on, and the way out; the error itself where it is about another thing. */
export function listenProblem(error: unknown, { PORT, HOST }: Address): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return badInput(
      'DENSEQL_PORT',
      `port ${PORT} of ${HOST} is in use, perhaps by another DenseQL. Stop that one, or take another port: --port 0 takes a free one.`,
    );
  if (code === 'EACCES')
    return badInput('DENSEQL_PORT', `this user may not listen on port ${PORT}. Take one above 1023, e.g. --port 4000.`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EINVAL')
    return badInput(
      'DENSEQL_HOST',
      `${HOST} is no address of this machine. Take 127.0.0.1 for this machine alone, 0.0.0.0 for all of its networks.`,
    );
  return error;
}

/** Listens for a moment, so that a taken port shows before a model is loaded. @throws BAD_INPUT naming the setting */
export async function checkAddress(address: Address): Promise<void> {
  const probe = createServer();
  try {
    probe.listen(address.PORT, address.HOST);
    await once(probe, 'listening');
  } catch (error) {
    throw listenProblem(error, address);
  }
  probe.close();
  await once(probe, 'close');
}
