/**
 * Does a text look like mojibake? ftfy 6.3.1's heuristic (`ftfy.badness`, Apache-2.0): pairs of characters that people hardly ever write next to
 * each other, but that come out when UTF-8 is read as another encoding. The members are parts of a character class.
 */
const common = '\u00a0\u00ad·´–—―…’';
const c1 = '\\u0080-\\u009f';
const bad = '¤¦¨ª¬¯¸ºƒˆˇ˘˛˜†‡‰⌐◊\ufffd';
const law = '§¶';
const currency = '¢£¥₧€';
const start = '¡©«¿΄΅‘‚“„•‹\uf8ff';
const end = '®»˝”›™';
const numeric = '±²³µ¹¼½¾×÷⁄№∂∆∏∑√∞∩∫≈≠≡≤≥';
const kaomoji = '°Ò-ÖÙ-Üò-öø-üŌŐŪŲ';
const upperAccented = 'À-ÑØÜÝĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶĹĻĽŁŃŅŇŒŘŚŞŠŢŤŮŰŸŹŻŽҐ';
const lowerAccented = 'ß-ñüāăąćčďđēėęěğģīįķĺļľłœŕśşšťźżžґﬁﬂ';
const upperCommon = 'ÞΆΈΉΊΌΎΏΑ-ΫЁ-Я';
const lowerCommon = 'ά-ωа-џ';
const box = '│┌┐┘├┤┬┼═-╬▀▄█▌▐-▓';

const PATTERNS = [
  `[${c1}]`,
  `[${bad}${lowerAccented}${upperAccented}${box}${start}${end}${currency}${numeric}${law}][${bad}]`,
  `[a-zA-Z][${lowerCommon}${upperCommon}][${bad}]`,
  `[${bad}][${lowerAccented}${upperAccented}${box}${start}${end}${currency}${numeric}${law}]`,
  `[${lowerAccented}${lowerCommon}${box}${end}${currency}${numeric}][${upperAccented}]`,
  `[${box}${end}${currency}${numeric}][${lowerAccented}]`,
  `[${lowerAccented}${box}${end}][${currency}]`,
  `\\s[${upperAccented}][${currency}]`,
  `[${upperAccented}${box}][${numeric}${law}]`,
  `[${lowerAccented}${upperAccented}${box}${currency}${end}][${start}][${numeric}]`,
  `[${lowerAccented}${upperAccented}${currency}${numeric}${box}${law}][${end}][${start}]`,
  `[${currency}${numeric}${box}][${start}]`,
  `[a-z][${upperAccented}][${start}${currency}]`,
  `[${box}][${kaomoji}]`,
  `[${lowerAccented}${upperAccented}${currency}${numeric}${start}${end}${law}][${box}]`,
  `[${box}][${end}]`,
  `[${lowerAccented}${upperAccented}][${start}${end}][\\p{L}\\p{N}_]`,
  '[Œœ][^A-Za-z]',
  `[${upperAccented}]°`,
  // Windows-1252, pairs
  `[ÂÃÎÐ][€œŠš¢£Ÿž\u00a0\u00ad®©°·»${start}${end}–—´]`,
  '×[²³]',
  // Arabic as Windows-1252
  `[ØÙ][${common}${currency}${bad}${numeric}${start}ŸŠ®°µ»][ØÙ][${common}${currency}${bad}${numeric}${start}ŸŠ®°µ»]`,
  // South Asian alphabets as Windows-1252
  'à[²µ¹¼½¾]',
  // Mac Roman
  '√[±∂†≠®™´≤≥¥µø]',
  '≈[°¢]',
  '‚Ä[ìîïòôúùû†°¢π]',
  '‚[âó][àä°ê]',
  // Windows-1251
  'вЂ',
  `[ВГРС][${c1}${bad}${start}${end}${currency}°µ][ВГРС]`,
  'ГўВЂВ.[A-Za-z ]',
  // à, á and the no-break space as Windows-1252
  'Ã[\u00a0¡]',
  '[a-z]\\s?[ÃÂ][ ]',
  '^[ÃÂ][ ]',
  `[a-z.,?!${end}]Â[ ${start}${end}]`,
  // Windows-1253 and Windows-1257
  'β€[™\u00a0Ά\u00ad®°]',
  `[ΒΓΞΟ][${c1}${bad}${start}${end}${currency}°][ΒΓΞΟ]`,
  'ā€',
];

const BADNESS = new RegExp(PATTERNS.join('|'), 'u');

export const isBad = (text: string): boolean => BADNESS.test(text);
