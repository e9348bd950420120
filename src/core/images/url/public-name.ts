/**
 * Last labels of names that never lead to a public host: special-use names (RFC 6761, 6762, 7686, 8375, 9476), `internal` (ICANN, 2024), and those
 * that RFC 6762 (appendix G) found in inner networks everywhere.
 */
const PRIVATE_ENDS = new Set([
  ...['localhost', 'localdomain', 'local', 'internal', 'intranet', 'private', 'corp', 'home', 'lan'],
  ...['arpa', 'onion', 'alt', 'test', 'invalid'],
]);

/** Services that tell a cloud machine its own secrets and that lie at addresses which look public. */
const METADATA_NAMES = new Set(['metadata.packet.net', 'metadata.platformequinix.com', 'metadata.tencentyun.com']);

const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/**
 * Whether a name may be asked of the resolver. What it then answers is checked, too: this refuses early what could only lead inside. A name without a dot
 * is one of the own network.
 *
 * @param name lower-case ASCII without a dot at its end, as the URL parser writes it
 */
export function isPublicName(name: string): boolean {
  const labels = name.split('.');
  if (name.length > 253 || labels.length < 2 || !labels.every((label) => LABEL.test(label))) return false;
  return !PRIVATE_ENDS.has(labels.at(-1) as string) && !METADATA_NAMES.has(name);
}
