import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Config } from '../core/config.js';
import { requestIdOf } from './request-id.js';

/** Cuts connections that do not take the answer they asked for: nothing of it within ANSWER_STALL_MS, or not all of it within ANSWER_MS. */
export const slowReaders =
  ({ ANSWER_STALL_MS, ANSWER_MS }: Pick<Config, 'ANSWER_STALL_MS' | 'ANSWER_MS'>, log: Pick<Logger, 'debug'>): RequestHandler =>
  (_request, response, next) => {
    const cut = (setting: string) => (): void => {
      log.debug({ requestId: requestIdOf(response) }, `an answer was not taken within ${setting}`);
      response.destroy();
    };
    // Every answer comes through here, right before its first byte; until then it is the server who takes its time.
    const writeHead = response.writeHead.bind(response) as (...given: unknown[]) => typeof response;
    response.writeHead = (...given: unknown[]) => {
      // Of a long write that waits, Node looks whether any of it has gone meanwhile.
      response.setTimeout(ANSWER_STALL_MS, cut('ANSWER_STALL_MS'));
      const late = setTimeout(cut('ANSWER_MS'), ANSWER_MS);
      response.once('close', () => clearTimeout(late));
      return writeHead(...given);
    };
    next();
  };
