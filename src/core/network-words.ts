const WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known here: is there a network, or a proxy in between?',
  EAI_AGAIN: 'its name cannot be looked up: is there a network, or a proxy in between?',
  ECONNREFUSED: 'it refused the connection',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  ETIMEDOUT: 'it did not answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'it did not answer in time',
  UND_ERR_HEADERS_TIMEOUT: 'it did not answer in time',
  UND_ERR_BODY_TIMEOUT: 'it did not answer in time',
  EHOSTUNREACH: 'it cannot be reached: is there a network?',
  ENETUNREACH: 'it cannot be reached: is there a network?',
  CERT_HAS_EXPIRED: 'its certificate has expired',
};

/** Node tries several addresses of a name, and `fetch` wraps what became of it once more. */
function innermost(error: Error): Error {
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  const inner = first ?? error.cause;
  return inner instanceof Error ? innermost(inner) : error;
}

/** Why a request by `fetch` failed, in a few words: `fetch` itself says "fetch failed" and no more. */
export function networkWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner = innermost(error);
  const { code = '' } = inner as NodeJS.ErrnoException;
  if (WORDS[code] !== undefined) return WORDS[code];
  if (/^(?:ERR_SSL_|ERR_TLS_|EPROTO)|CERT/.test(code)) return 'its certificate is not trusted, or no secure connection came about';
  return inner.message === '' ? (code === '' ? inner.name : code) : inner.message;
}
