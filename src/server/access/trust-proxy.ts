import express from 'express';
import { badInput } from '../../core/errors.js';

/**
 * The setting TRUST_PROXY as Express takes it. `true`, which would believe whatever a client writes, is refused.
 * @throws BAD_INPUT that says what is wrong with it
 */
export function readTrustProxy(setting: string): number | string | false {
  const given = setting.trim();
  if (given === '') return false;
  const value = /^\d+$/.test(given) ? Number(given) : given;
  try {
    express().set('trust proxy', value);
  } catch {
    throw badInput(
      'DENSEQL_TRUST_PROXY',
      `${JSON.stringify(given)} is neither how many proxies stand in front, nor their addresses and subnets, separated by commas; loopback, linklocal and uniquelocal are names of subnets.`,
    );
  }
  return value;
}
