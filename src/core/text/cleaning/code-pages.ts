/** One byte a character: the encodings that UTF-8 gets mistaken for, in the order in which ftfy tries them. */
export const CODE_PAGES = [
  'latin-1',
  'windows-1252',
  'windows-1251',
  'windows-1250',
  'windows-1253',
  'windows-1254',
  'windows-1257',
  'iso-8859-2',
  'macintosh',
  'cp437',
] as const;
export type CodePage = (typeof CODE_PAGES)[number];

/** Bytes 0x80 to 0x9f of Windows-1252: Node 20's TextDecoder reads that page as Latin-1. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** The one that no TextDecoder knows. */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

/** Characters of the bytes 0x80 to 0xff. Unassigned ones stand for themselves, as in ftfy's "sloppy" codecs. */
function upperHalf(page: CodePage): readonly string[] {
  if (page === 'cp437') return [...CP437];
  const isLatin = page === 'latin-1' || page === 'windows-1252';
  const decoder = isLatin ? null : new TextDecoder(page);
  const half = Array.from({ length: 128 }, (_, index) => {
    const decoded = decoder?.decode(Uint8Array.of(index + 128)) ?? '\ufffd';
    return decoded === '\ufffd' ? String.fromCharCode(index + 128) : decoded;
  });
  return page === 'windows-1252' ? [...WINDOWS_1252, ...half.slice(32)] : half;
}

const upperHalves = Object.fromEntries(CODE_PAGES.map((page) => [page, upperHalf(page)])) as Record<CodePage, readonly string[]>;

/** The character of a byte above 0x7f. */
export const decodeByte = (page: CodePage, byte: number): string => upperHalves[page][byte - 128] ?? '\ufffd';

/** Windows pages write U+FFFD as 0x1a ("substitute"), so that what was lost in between is still seen as one byte. */
export const isWindows = (page: CodePage): boolean => page.startsWith('windows');

function byteMap(page: CodePage): ReadonlyMap<string, string> {
  const bytes = new Map(Array.from({ length: 128 }, (_, code) => [String.fromCharCode(code), String.fromCharCode(code)]));
  if (isWindows(page)) {
    bytes.delete('\x1a');
    bytes.set('\ufffd', '\x1a');
  }
  upperHalves[page].forEach((character, index) => bytes.set(character, String.fromCharCode(index + 128)));
  return bytes;
}

const byteMaps = new Map<CodePage, ReadonlyMap<string, string>>();

/** The bytes that read as `text` in this encoding, one code unit each; null where a character is not in it. */
export function encode(text: string, page: CodePage): string | null {
  let bytes = byteMaps.get(page);
  if (bytes === undefined) byteMaps.set(page, (bytes = byteMap(page)));
  let encoded = '';
  for (const character of text) {
    const byte = bytes.get(character);
    if (byte === undefined) return null;
    encoded += byte;
  }
  return encoded;
}

/** Characters that a range of bytes stands for in any Windows page or Latin: the alphabet of UTF-8 read wrongly. */
export const charactersOf = (from: number, to: number): ReadonlySet<string> =>
  new Set(
    CODE_PAGES.filter((page) => page !== 'macintosh' && page !== 'cp437').flatMap((page) => upperHalves[page].slice(from - 128, to - 127)),
  );
