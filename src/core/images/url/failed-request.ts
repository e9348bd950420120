import type { DenseqlError } from '../../errors.js';
import { urlFailed } from './errors.js';

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'its host refused the connection.',
  ECONNRESET: 'its host cut the connection.',
  EPIPE: 'its host cut the connection.',
  ETIMEDOUT: 'its host did not answer.',
  EHOSTUNREACH: 'its host cannot be reached.',
  ENETUNREACH: 'its host cannot be reached.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate of its host is for another name.',
  CERT_HAS_EXPIRED: 'the certificate of its host has expired.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate of its host is not trusted.',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate of its host is not trusted.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate of its host is not trusted.',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate of its host is not trusted.',
};

function reasonOf(code: string): string {
  const known = REASONS[code];
  if (known !== undefined) return known;
  if (code.startsWith('HPE_')) return 'its host does not answer as HTTP wants.';
  if (/^(ERR_SSL_|ERR_TLS_|EPROTO)/.test(code)) return 'no secure connection to its host came about.';
  return 'the connection to its host failed.';
}

/** In our own words: those of the system have the address that a name stands for. */
export function failedRequest(error: unknown): DenseqlError {
  return urlFailed(reasonOf(String((error as NodeJS.ErrnoException).code ?? '')));
}
