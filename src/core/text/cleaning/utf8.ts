const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Java's NUL and CESU-8's pairs of surrogates, three bytes each. */
const VARIANTS = /\xc0\x80|\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]/g;

const asUtf8 = (variant: string): string => {
  if (variant.length === 2) return '\0';
  const byte = (index: number): number => variant.charCodeAt(index);
  const code = 0x10000 + ((byte(1) & 0x0f) << 16) + ((byte(2) & 0x3f) << 10) + ((byte(4) & 0x0f) << 6) + (byte(5) & 0x3f);
  return String.fromCharCode(...new TextEncoder().encode(String.fromCodePoint(code)));
};

/** Text of UTF-8 bytes, one code unit each; CESU-8 and Java's NUL are read as well. Null for anything else. */
export function decodeUtf8(bytes: string): string | null {
  try {
    return strict.decode(Uint8Array.from(bytes.replace(VARIANTS, asUtf8), (byte) => byte.charCodeAt(0)));
  } catch {
    return null;
  }
}
