import { shortened } from './runtime-words.js';

/** What the runtime says where a device is simply not there, and the same for people. */
const KNOWN: readonly (readonly [RegExp, string])[] = [
  [/Failed to load shared library|libcud\w+\.so|cannot open shared object/i, 'its libraries are not installed'],
  [/Failed to get a WebGPU adapter|No supported adapters/i, 'no graphics adapter was found'],
  [/no CUDA-capable device|CUDA driver version is insufficient|CUDA error 100\b/i, 'no NVIDIA GPU was found'],
];

/** Why a device cannot be used, in a few words on one line: those of the runtime where they are none of the usual ones, each once. */
export function deviceWords(text: string): string {
  const known = KNOWN.find(([words]) => words.test(text));
  if (known !== undefined) return known[1];
  const line = text.replace(/\s+/g, ' ').trim();
  // It repeats itself where one of its functions hands on what another said.
  return shortened(line.replace(/^(.{8,}?): \1(?=$|[.:;])/, '$1'), 300).replace(/(?<!\.\.)\.$/, '');
}
