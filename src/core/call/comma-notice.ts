import type { Said } from './notices.js';

/** GraphQL makes a list of one of a text that stands where a list belongs: `labels: "cat, sofa"` is one label, which few people mean. */
export function commaNotice({ labels }: { readonly labels?: unknown }): Said | null {
  const [only, ...others] = Array.isArray(labels) ? (labels as readonly unknown[]) : [];
  if (typeof only !== 'string' || others.length > 0) return null;
  const parts = only
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  if (parts.length < 2) return null;
  const message = `${JSON.stringify(only)} was read as one label, comma and all. For several, ask for a list: ${JSON.stringify(parts).replaceAll('","', '", "')}.`;
  return { code: 'LABEL_HAS_COMMA', message, field: 'labels[0]' };
}
