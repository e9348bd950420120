/** What sharp calls a format, and its media type. */
export interface ReadFormat {
  readonly name: string;
  readonly mediaType: string;
  /** `metadata().format` of sharp. */
  readonly loader: string;
}

const JPEG: ReadFormat = { name: 'JPEG', mediaType: 'image/jpeg', loader: 'jpeg' };
const PNG: ReadFormat = { name: 'PNG', mediaType: 'image/png', loader: 'png' };
const WEBP: ReadFormat = { name: 'WebP', mediaType: 'image/webp', loader: 'webp' };
const AVIF: ReadFormat = { name: 'AVIF', mediaType: 'image/avif', loader: 'heif' };
const GIF: ReadFormat = { name: 'GIF', mediaType: 'image/gif', loader: 'gif' };
const TIFF: ReadFormat = { name: 'TIFF', mediaType: 'image/tiff', loader: 'tiff' };

/** Names of the formats that are read, for messages. */
export const READ_FORMATS: readonly string[] = [JPEG, PNG, WEBP, AVIF, GIF, TIFF].map((format) => format.name);

/** `format`: read here. `foreign`: the name of a known format that is not, and what helps. `unknown`: no known signature. */
export type Sniffed =
  | { readonly kind: 'format'; readonly format: ReadFormat }
  | { readonly kind: 'foreign'; readonly name: string; readonly help?: string }
  | { readonly kind: 'unknown' };

/** Signatures in latin1, at offset 0. */
const READ: readonly (readonly [string, ReadFormat])[] = [
  ['\xff\xd8\xff', JPEG],
  ['\x89PNG\r\n\x1a\n', PNG],
  ['GIF87a', GIF],
  ['GIF89a', GIF],
  ['II*\0', TIFF],
  ['MM\0*', TIFF],
  ['II+\0', TIFF],
  ['MM\0+', TIFF],
];

const FOREIGN: readonly (readonly [string, string])[] = [
  ['%PDF-', 'PDF'],
  ['%!PS', 'PostScript'],
  ['BM', 'BMP'],
  ['\0\0\x01\0', 'ICO'],
  ['8BPS', 'Photoshop'],
  ['\xff\x0a', 'JPEG XL'],
  ['\0\0\0\x0cJXL ', 'JPEG XL'],
  ['\0\0\0\x0cjP  ', 'JPEG 2000'],
  ['\xff\x4f\xff\x51', 'JPEG 2000'],
  ['v/1\x01', 'OpenEXR'],
  ['#?RADIANCE', 'Radiance HDR'],
  ['SIMPLE  =', 'FITS'],
  ['\x1a\x45\xdf\xa3', 'Matroska video'],
  ['PK\x03\x04', 'ZIP'],
  ['\x1f\x8b', 'gzip'],
  ['qoif', 'QOI'],
];

const AVIF_BRANDS = ['avif', 'avis'];
const HEIC_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs'];
/** Still pictures in this container, of any codec: JPEG, JPEG 2000, AVC, VVC or none that is named. */
const HEIF_BRANDS = ['mif1', 'msf1', 'mif2', 'miaf', 'jpeg', 'jpgs', 'j2ki', 'j2is', 'avci', 'avcs', 'vvic', 'vvis'];

// docs/pictures.md says why.
const HEIC_HELP =
  'On an iPhone choose Settings > Camera > Formats > Most Compatible for pictures to come; convert one that is there with an editor, ' +
  'or with ImageMagick: magick picture.heic picture.jpg';

/** ISO media files say what they are in `ftyp`: a major brand, then compatible ones. */
function sniffIsoMedia(head: Buffer): Sniffed {
  const end = Math.min(head.length, head.readUInt32BE(0));
  const brands = [head.toString('latin1', 8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(head.toString('latin1', at, at + 4));
  const has = (some: readonly string[]): boolean => brands.some((brand) => some.includes(brand));
  if (has(AVIF_BRANDS)) return { kind: 'format', format: AVIF };
  if (has(HEIC_BRANDS)) return { kind: 'foreign', name: 'HEIC', help: HEIC_HELP };
  if (has(HEIF_BRANDS)) return { kind: 'foreign', name: 'HEIF', help: HEIC_HELP };
  if (brands[0] === 'crx ') return { kind: 'foreign', name: "A camera's raw picture (CR3)" };
  return { kind: 'foreign', name: 'MP4 video' };
}

function sniffText(head: string): Sniffed {
  const text = head
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .toLowerCase();
  if (!text.startsWith('<')) return { kind: 'unknown' };
  if (text.includes('<svg')) return { kind: 'foreign', name: 'SVG' };
  if (text.startsWith('<!doctype html') || /<(html|head|body|script|title)[\s>]/.test(text)) return { kind: 'foreign', name: 'HTML' };
  return text.startsWith('<?xml') || text.startsWith('<!') ? { kind: 'foreign', name: 'XML' } : { kind: 'unknown' };
}

/** Tells a format from the first bytes. Names and declared media types are never asked: they are the sender's word. */
export function sniff(bytes: Buffer): Sniffed {
  const head = bytes.subarray(0, 1024);
  const start = head.toString('latin1');
  for (const [magic, format] of READ) if (start.startsWith(magic)) return { kind: 'format', format };
  if (start.startsWith('RIFF') && start.slice(8, 12) === 'WEBP') return { kind: 'format', format: WEBP };
  if (start.slice(4, 8) === 'ftyp' && head.length >= 12) return sniffIsoMedia(head);
  for (const [magic, name] of FOREIGN) if (start.startsWith(magic)) return { kind: 'foreign', name };
  return sniffText(start);
}
