const policy = (further: Readonly<Record<string, string>>): string =>
  Object.entries({
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': "'self' data: blob:",
    'font-src': "'self'",
    'connect-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
    ...further,
  })
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');

/** Nothing from elsewhere, no inline script or style. Pictures come from this server, within answers, or from the visitor's own files. */
export const PLAYGROUND_POLICY = policy({});

/** As the playground's; Monaco starts its workers from files of this server, some through blob: addresses, and writes style elements. */
export const GRAPHIQL_POLICY = policy({
  'worker-src': "'self' blob:",
  'style-src': "'self' 'unsafe-inline'",
  'font-src': "'self' data:",
});
