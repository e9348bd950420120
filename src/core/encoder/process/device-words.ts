import { shortened } from './runtime-words.js';

/** A library that the system's loader did not find, by its name alone. */
const MISSING = /([\w.+-]+\.so[.\d]*): cannot open shared object file/;

/** What the runtime says where a device is simply not there, and the same for people. */
const KNOWN: readonly (readonly [RegExp, string])[] = [
  [/Failed to load shared library|libcud\w+\.so|cannot open shared object/i, 'its libraries are not installed'],
  [/Failed to get a WebGPU adapter|No supported adapters/i, 'no graphics adapter was found'],
  [/requires f16 but the device does not support it/, 'it has no half precision, in which this pack computes'],
  [/no CUDA-capable device|CUDA driver version is insufficient|CUDA error 100\b/i, 'no NVIDIA GPU was found'],
];

/**
 * Why a device cannot be used, in a few words on one line: those of the runtime where they are none of the usual ones, each once.
 * @param text what went wrong
 * @param said what the process wrote beside it, without folders: the runtime's error leaves out which library is missing
 */
export function deviceWords(text: string, said = ''): string {
  const known = KNOWN.find(([words]) => words.test(text));
  const missing = MISSING.exec(said) ?? MISSING.exec(text);
  if (known !== undefined) return missing === null ? known[1] : `${known[1]} (${missing[1]}: cannot open)`;
  const line = text.replace(/\s+/g, ' ').trim();
  // It repeats itself where one of its functions hands on what another said.
  return shortened(line.replace(/^(.{8,}?): \1(?=$|[.:;])/, '$1'), 300).replace(/(?<!\.\.)\.$/, '');
}
