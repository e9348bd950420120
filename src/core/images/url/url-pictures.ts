import type { Config } from '../../config.js';
import { badInput, DenseqlError } from '../../errors.js';
import type { Operation } from '../../operation.js';
import { whenOver } from '../../when-over.js';
import { readAllowedHosts } from './allowed-hosts.js';
import { urlFailed, urlForbidden } from './errors.js';
import { FetchTurns } from './fetch-turns.js';
import { follow } from './follow.js';
import { checkUrl } from './guard.js';
import { internet } from './network.js';
import type { Network } from './network.js';

/** Characters of an address. Signed ones have one or two thousand; servers take about eight. */
const MOST_CHARACTERS = 8192;

const INSTEAD = 'Send the bytes: upload them to /uploads, or use data.';

/** Pictures by address (`ImageSource.url`). */
export interface UrlPictures {
  /**
   * Fetches the bytes behind an address of the public internet; docs/addresses.md says which are. What the bytes are is not checked.
   * @throws BAD_INPUT, URL_FORBIDDEN, URL_FAILED, IMAGE_TOO_LARGE, LIMIT_EXCEEDED, CANCELLED, DEADLINE_EXCEEDED
   */
  fetch(address: string, operation: Operation): Promise<Buffer>;
}

export type UrlPicturesConfig = Pick<
  Config,
  'URL_SOURCES' | 'URL_TIMEOUT_MS' | 'OFFLINE' | 'MAX_UPLOAD_BYTES' | 'MAX_PIXELS' | 'MAX_IMAGES'
>;

function readUrl(address: string): URL {
  if (address.length > MOST_CHARACTERS)
    throw badInput('source.url', `the address has ${address.length} characters, ${MOST_CHARACTERS} allowed.`);
  if (!URL.canParse(address)) throw badInput('source.url', 'it is no address. Write it whole: https://pictures.example.com/cat.jpg.');
  return new URL(address);
}

/**
 * @param network where names are resolved and connections go
 * @throws Error when the setting URL_SOURCES is wrong
 */
export function createUrlPictures(config: UrlPicturesConfig, network: Network = internet()): UrlPictures {
  const allowed = readAllowedHosts(config.URL_SOURCES);
  const limits = { maxBytes: config.MAX_UPLOAD_BYTES };
  const turns = new FetchTurns(config.MAX_IMAGES);

  return {
    async fetch(address, operation) {
      if (allowed === null) throw urlForbidden(`pictures by address are off; DENSEQL_URL_SOURCES allows them. ${INSTEAD}`);
      if (config.OFFLINE) throw urlForbidden(`this server never asks the network (DENSEQL_OFFLINE). ${INSTEAD}`);
      const url = readUrl(address);
      checkUrl(url, allowed); // nobody waits for a turn to be refused
      turns.count(operation, url.href);
      operation.throwIfOver();

      const over = new AbortController();
      const end = (error: DenseqlError): void => over.abort(error);
      let phase: 'waiting' | 'running' = 'waiting';
      const late = (): DenseqlError =>
        new DenseqlError('DEADLINE_EXCEEDED', `The deadline passed while ${phase} for a picture.`, { phase });
      const takeBack = whenOver(operation, late, end);
      const tooSlow = (): DenseqlError => urlFailed(`it did not come within ${config.URL_TIMEOUT_MS} ms (DENSEQL_URL_TIMEOUT_MS).`);
      const fetchInTime = async (): Promise<Buffer> => {
        phase = 'running';
        const stop = whenOver({ signal: over.signal, deadline: performance.now() + config.URL_TIMEOUT_MS }, tooSlow, end);
        try {
          return await follow(url, allowed, network, limits, over.signal);
        } finally {
          stop();
        }
      };
      try {
        return await turns.run(operation, fetchInTime, over.signal);
      } catch (error) {
        // Whatever broke because time was up or the client left says only that something broke.
        throw over.signal.aborted ? over.signal.reason : error;
      } finally {
        takeBack();
      }
    },
  };
}
