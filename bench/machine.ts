import { readFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';

/** The processor, what of its vector units a runtime may use, and the machine's size. */
export async function describeMachine(): Promise<string> {
  const flags = new Set((await readFile('/proc/cpuinfo', 'utf8').catch(() => '')).match(/^flags\s*:\s*(.*)$/m)?.[1]?.split(' '));
  const units = { avx2: 'AVX2', fma: 'FMA', avx512f: 'AVX-512', avx512_vnni: 'AVX-512 VNNI', amx_tile: 'AMX' };
  const present = Object.entries(units).flatMap(([flag, name]) => (flags.has(flag) ? [name] : []));
  const vectors = flags.size === 0 ? '' : ` (${present.join(', ')}${flags.has('avx512f') ? '' : '; no AVX-512'})`;
  return `${cpus()[0]?.model.trim() ?? 'unknown'}${vectors}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`;
}
