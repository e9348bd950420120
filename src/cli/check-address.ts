import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Config } from '../core/config.js';
import { wrongUse } from './wrong-use.js';

type Address = Pick<Config, 'PORT' | 'HOST'>;

/**
 * What is wrong with an address that cannot be listened on, and the way out; the error itself where it is about another thing. A port may be the
 * default one, and taken for a while: that is no wrong setting.
 */
export function listenProblem(error: unknown, { PORT, HOST }: Address): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return new Error(
      `Port ${PORT} of ${HOST} is in use, perhaps by another DenseQL. Stop that one, or set DENSEQL_PORT (or --port) to another: 0 takes a free one.`,
    );
  if (code === 'EACCES')
    return new Error(`This user may not listen on port ${PORT} of ${HOST}. Set DENSEQL_PORT (or --port) to one above 1023, e.g. 4000.`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EINVAL')
    return wrongUse(
      'DENSEQL_HOST',
      `${HOST} is no address of this machine. Take 127.0.0.1 for this machine alone, 0.0.0.0 for all of its networks.`,
    );
  return error;
}

/** Listens for a moment, so that a taken port shows before a model is loaded. @throws Error for the port, WrongUse for the host */
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
