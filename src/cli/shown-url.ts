/** The address to open: one that stands for all addresses of this machine is none that a browser opens everywhere. */
export function shownUrl(url: string): { readonly url: string; readonly everywhere: boolean } {
  const shown = new URL(url);
  const everywhere = ['0.0.0.0', '[::]'].includes(shown.hostname);
  if (everywhere) shown.hostname = 'localhost';
  return { url: shown.href, everywhere };
}
