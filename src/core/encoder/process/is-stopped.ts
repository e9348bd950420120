import { readFileSync } from 'node:fs';

/**
 * Whether a process was stopped by a signal or by a debugger (`T` and `t` in Linux's /proc/<pid>/stat), so that it does nothing and hangs in nothing. False where
 * there is no such file.
 */
export function isStopped(pid: number | undefined): boolean {
  try {
    // The name before it is in brackets, and may hold any of them. A few bytes that the kernel makes: no disk is waited for.
    const [, state] = /^.*\) (\w) /s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return state === 'T' || state === 't';
  } catch {
    return false;
  }
}
