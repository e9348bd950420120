import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { tinyFolder } from '../fixtures/packs/tiny-encoder.js';
import { runCli } from './run-cli.js';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

describe('denseql serve', () => {
  it('says once, as the last sentence, that a device which was asked for cannot be used', async () => {
    // One that no machine has, of those that this is tested on.
    const device = process.platform === 'darwin' ? 'dml' : 'coreml';
    const { code, stderr } = await runCli(['serve', '--port', '0'], { DENSEQL_DEVICE: device });
    expect(code).toBe(1);
    expect(stderr.split(`DENSEQL_DEVICE=${device} cannot be used: `)).toHaveLength(2);
    expect(stderr.trim().split('\n').at(-1)).toMatch(
      new RegExp(`^denseql: DENSEQL_DEVICE=${device} cannot be used: not in this build of the runtime\\. .* \\[ENCODER_UNAVAILABLE\\]$`),
    );
    expect(stderr).not.toMatch(/ {4}at |stack/);
  }, 30_000);

  it('says in one line which device is used, and why others are not', async () => {
    const env = { ...process.env, DENSEQL_PACK: tinyFolder, DENSEQL_DEVICE: 'auto', DENSEQL_THREADS: '1' };
    const child = spawn(process.execPath, ['--import', 'tsx', main, 'serve', '--port', '0'], { env });
    const said = text(child.stderr);
    const ready = new Promise<void>((resolve) =>
      child.stdout.on('data', (data: Buffer) => data.toString().includes('Ready on ') && resolve()),
    );
    await ready;
    child.kill('SIGTERM');
    await once(child, 'exit');
    const lines = (await said)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { msg: string; level: number; err?: unknown });
    expect(lines.filter(({ err, level }) => err !== undefined || level > 30)).toEqual([]);
    const [line, ...others] = lines.filter(({ msg }) => msg.includes('The encoder process is ready on '));
    expect(others).toEqual([]);
    expect(line?.msg).not.toMatch(/OrtSession|Failed to/);
    if (line?.msg.includes('ready on cpu.')) expect(line.msg).toMatch(/Not used: cuda: .+; .+\.$/);
  }, 60_000);
});
