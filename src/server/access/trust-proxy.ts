import express from 'express';

/**
 * The setting TRUST_PROXY as Express takes it. `true`, which would believe whatever a client writes, is refused.
 * @throws Error that says what is wrong with it
 */
export function readTrustProxy(setting: string): number | string | false {
  const given = setting.trim();
  if (given === '') return false;
  const value = /^\d+$/.test(given) ? Number(given) : given;
  try {
    express().set('trust proxy', value);
  } catch (error) {
    const problem = `DENSEQL_TRUST_PROXY: ${(error as Error).message}.`;
    const how =
      'It is how many proxies stand in front, or their addresses and subnets, separated by commas; loopback, linklocal and uniquelocal are names of subnets.';
    throw new Error(`${problem} ${how}`, { cause: error });
  }
  return value;
}
