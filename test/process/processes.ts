import { execFileSync } from 'node:child_process';

const ps = (...args: string[]): string[][] =>
  execFileSync('ps', args, { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));

/** Ids of a process's children. */
export const childrenOf = (parent: number): number[] =>
  ps('-A', '-o', 'pid=,ppid=').flatMap(([pid, above]) => (Number(above) === parent ? [Number(pid)] : []));

/** Ids of its children, of theirs, and so on. */
export const descendantsOf = (parent: number): number[] => childrenOf(parent).flatMap((child) => [child, ...descendantsOf(child)]);

/** Those of `pids` that still run; a zombie only waits for somebody to take note of its end. */
export const running = (pids: readonly number[]): number[] =>
  ps('-A', '-o', 'pid=,stat=').flatMap(([pid, state = '']) => (pids.includes(Number(pid)) && !state.startsWith('Z') ? [Number(pid)] : []));
