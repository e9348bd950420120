/** The pack that is asked where nobody names one. A checkout holds it; the package of the server does not, because of its size. */
export const DEFAULT_PACK = 'pocket';

/** For whoever has installed the server alone. */
export const HOW_TO_GET_IT =
  'Its package brings it: `npm install @denseql/pocket` in the folder that the server is started in. Or name another pack by DENSEQL_PACK; `denseql models pull` makes one.';
