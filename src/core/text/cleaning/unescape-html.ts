import { decodeHTML, decodeHTMLStrict } from 'entities';

const NUMERIC = /&#(?:([0-9]+)|[xX]([0-9a-fA-F]+));?/g;

/** Code points that Python leaves out where HTML says "parse error": controls without a meaning in Windows-1252, and noncharacters. */
const isInvalid = (code: number): boolean =>
  (code >= 0x1 && code <= 0x8) ||
  code === 0xb ||
  (code >= 0xe && code <= 0x1f) ||
  code === 0x7f ||
  (code >= 0xfdd0 && code <= 0xfdef) ||
  (code <= 0x10ffff && (code & 0xfffe) === 0xfffe);

/** Python's `html.unescape`: every character reference of HTML 5, those without a semicolon as well. */
export function unescapeHtml(text: string): string {
  if (!text.includes('&')) return text;
  const valid = text.replace(NUMERIC, (reference, decimal: string | undefined, hex: string | undefined) =>
    isInvalid(decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number.parseInt(decimal, 10)) ? '' : reference,
  );
  return decodeHTML(valid);
}

/** A reference whose name stands in capitals though HTML knows it in small letters only: `&NTILDE;`. */
function decodeCapitals(reference: string): string {
  const small = reference.toLowerCase();
  if (reference !== reference.toUpperCase() || decodeHTML(reference) !== reference) return reference;
  const decoded = decodeHTMLStrict(small);
  return decoded === small ? reference : decoded.toUpperCase();
}

/** ftfy's `unescape_html`: only references that end in a semicolon, and those written all in capitals. */
export function unescapeSure(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&#?[0-9A-Za-z]{1,24};/g, (reference) => {
    if (reference.startsWith('&#')) {
      const decoded = unescapeHtml(reference);
      return decoded.includes(';') ? reference : decoded;
    }
    const decoded = decodeHTMLStrict(reference);
    return decoded === reference ? decodeCapitals(reference) : decoded;
  });
}
