// `npm start`: builds what is stale, then serves in this process, which `exec` puts in the place of npm's shell: a shell in between would be ended
// by the signal of whoever stops npm, and leave the server behind.
import './check-installation.mjs';
import { fileURLToPath } from 'node:url';
import { runNode } from './run-node.mjs';

const [first] = process.argv.slice(2);
if (first !== undefined && !first.startsWith('-')) {
  console.error(
    `denseql: ${JSON.stringify(first)} is not taken here. npm keeps options for itself unless "--" stands before them: npm start -- --port 5001`,
  );
  process.exit(2);
}

// Beside this process, whose memory is the server's: the bundler's would stay in it.
const status = await runNode([fileURLToPath(new URL('build.mjs', import.meta.url))]);
if (status !== 0) process.exit(status);
process.argv.splice(2, 0, 'serve');
await import('../dist/src/cli/main.js');
