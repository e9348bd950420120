import { spawn } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../src/core/project-root.js';
import { tinyFolder } from '../fixtures/packs/tiny-encoder.js';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const cat = join(projectRoot(), 'samples/cat.jpg');
const env = { ...process.env, DENSEQL_PACK: tinyFolder, DENSEQL_DEVICE: 'cpu', DENSEQL_THREADS: '1' };

describe.skipIf(!existsSync('/dev/full'))('a command whose output cannot be written', () => {
  it.each([[['schema']], [['--help']], [['models', 'list']], [['query', cat, '--label', 'cat', '--json']], [['query', cat, '--json']]])(
    'says so in one sentence: %j',
    async (args) => {
      const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], {
        env,
        stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
      });
      const [stderr, [code]] = await Promise.all([text(child.stderr!), once(child, 'exit')]);
      expect([code, stderr]).toEqual([
        1,
        'denseql: The output cannot be written: the disk is full. Free some space, or name another place.\n',
      ]);
    },
  );

  it('ends quietly when who reads it has seen enough', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', main, 'schema'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.once('data', () => child.stdout.destroy());
    const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect([code, stderr]).toEqual([0, '']);
  });
});
