import { labelColor, luma } from '../../../src/core/geometry/palette';

/** The colour of a label by its place, as the server's own overlays have it. */
export const colorOf = (place: number): string => `rgb(${labelColor(place).join(' ')})`;

/** Whether a tick on that colour is seen better in white. */
export const isDark = (place: number): boolean => luma(labelColor(place)) < 110;

/** Which colour a name has: its place among what was asked, so that it is its chip's; of what was not asked, that of its first appearance. */
export function placeOfName(name: string, texts: readonly string[], findings: readonly { readonly name: string }[]): number {
  const asked = texts.indexOf(name);
  return asked >= 0 ? asked : texts.length + [...new Set(findings.map((finding) => finding.name))].indexOf(name);
}
