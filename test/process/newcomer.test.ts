import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { projectRoot } from '../../src/core/project-root.js';
import { descendantsOf, running } from './processes.js';

let checkout: string;
beforeAll(async () => {
  checkout = await mkdtemp(join(tmpdir(), 'denseql-checkout-'));
  for (const part of ['bin', 'scripts', 'package.json']) await cp(join(projectRoot(), part), join(checkout, part), { recursive: true });
});
afterAll(() => rm(checkout, { recursive: true, force: true }));

const denseql = () => spawnSync(process.execPath, [join(checkout, 'bin/denseql.js'), '--version'], { encoding: 'utf8' });

describe('a fresh checkout', () => {
  it('says that the packages are not installed, and how they are', () => {
    const { status, stderr } = denseql();
    expect([status, stderr]).toEqual([1, 'denseql: The packages are not installed. Run `npm ci` in the checkout, then this again.\n']);
  });

  it('says that Node is too old, and which one is needed', async () => {
    await symlink(join(projectRoot(), 'node_modules'), join(checkout, 'node_modules'));
    const manifest = JSON.parse(await readFile(join(checkout, 'package.json'), 'utf8')) as object;
    await writeFile(join(checkout, 'package.json'), JSON.stringify({ ...manifest, engines: { node: '>=99' } }));
    const { status, stderr } = denseql();
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^denseql: This is Node \d.*; needed is >=99\. Install a newer Node .*\n$/),
    ]);
  });
});

describe.skipIf(process.platform === 'win32')('a build beside the server', () => {
  it('ends with it when it is stopped in the middle', async () => {
    const module = pathToFileURL(join(projectRoot(), 'scripts/run-node.mjs')).href;
    const script = `import { runNode } from '${module}'; await runNode(['-e', 'console.log("on"); setInterval(() => {}, 1000)']);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(parent, 'exit');
    await once(parent.stdout, 'data');
    const children = descendantsOf(parent.pid ?? 0);
    expect(children).toHaveLength(1);
    parent.kill('SIGTERM');
    expect(await ended).toEqual([null, 'SIGTERM']);
    await vi.waitFor(() => expect(running(children)).toEqual([]), { timeout: 5000 });
  });
});

describe('npm start', () => {
  it('says that npm keeps options for itself', () => {
    const script = join(projectRoot(), 'scripts/start.mjs');
    // What `npm start --port 5001` comes to.
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, '5001'], { encoding: 'utf8' });
    expect([status, stdout, stderr]).toEqual([
      2,
      '',
      'denseql: "5001" is not taken here. npm keeps options for itself unless "--" stands before them: npm start -- --port 5001\n',
    ]);
  });
});
