import { readFileSync } from 'node:fs';
import { decodeRgb } from '../../src/core/images/decode.js';
import { heldBytes } from '../../src/core/images/held-bytes.js';
import { inspectPicture } from '../../src/core/images/inspect.js';
import { mend } from '../../src/core/images/mend.js';
import { openPicture } from '../../src/core/images/sharp-input.js';
import { sniff } from '../../src/core/images/sniff.js';

/** MiB that the process has held at most. Linux says it of this program; resourceUsage would count what started it, too. */
const peak = (): number => Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))![1]) / 1024;

/** A process of its own: inspects one picture, decodes it and a part of it at an encoder's size, and prints what that took at most. */
const bytes = readFileSync(process.argv[2]!);
const sniffed = sniff(bytes);
if (sniffed.kind !== 'format') throw new Error('No picture.');
const { bytes: mended, frame, raw } = mend(bytes, sniffed.format);
const estimate = heldBytes(await openPicture(mended, false).metadata(), frame, raw) / 2 ** 20;
const before = peak();
const picture = await inspectPicture(bytes, { maxBytes: Infinity, maxPixels: Infinity, maxDecodedBytes: Infinity });
await decodeRgb(picture, { width: 448, height: 448, kernel: 'cubic' });
const { width, height } = picture;
const box = { x: width * 0.1, y: height * 0.6, width: width / 3, height: height / 3 };
await decodeRgb(picture, { box, width: 448, height: 448, kernel: 'cubic' });
console.log(JSON.stringify({ estimate: Math.round(estimate), held: Math.round(peak() - before) }));
