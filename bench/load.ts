import { fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface LoadReport {
  readonly answered: number;
  readonly errors: Record<string, number>;
  readonly seconds: number;
  /** Milliseconds between turns of the server's event loop, 1 ms when idle. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** `clients` clients ask about distinct pictures, half for RLE and polygons, half for overlays; the loop of this process is watched. */
export async function load(url: string, pictures: readonly Buffer[], clients: number): Promise<LoadReport> {
  const folder = await mkdtemp(join(tmpdir(), 'denseql-bench-'));
  try {
    const files = pictures.map((_, index) => join(folder, `${index}.jpg`));
    await Promise.all(files.map((file, index) => writeFile(file, pictures[index] as Buffer)));
    const monitor = monitorEventLoopDelay({ resolution: 1 });
    const start = performance.now();
    monitor.enable();
    const child = fork(new URL('./load-clients.ts', import.meta.url), [url, String(clients), ...files], { execArgv: ['--import', 'tsx'] });
    const report = await new Promise<Pick<LoadReport, 'answered' | 'errors'>>((resolve, reject) => {
      child.once('message', (message) => resolve(message as Pick<LoadReport, 'answered' | 'errors'>));
      child.once('exit', (code) => reject(new Error(`the clients ended with ${code}`)));
    });
    monitor.disable();
    const milliseconds = (nanoseconds: number): number => nanoseconds / 1e6;
    return {
      answered: report.answered,
      errors: report.errors,
      seconds: (performance.now() - start) / 1000,
      p50: milliseconds(monitor.percentile(50)),
      p99: milliseconds(monitor.percentile(99)),
      max: milliseconds(monitor.max),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
