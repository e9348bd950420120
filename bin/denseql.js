#!/usr/bin/env node
// `denseql`: the command line lies in dist/. A package has it; in a checkout it is built when it is missing.
import '../scripts/check-installation.mjs';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const main = new URL('../dist/src/cli/main.js', import.meta.url);
if (!existsSync(main)) {
  const script = fileURLToPath(new URL('../scripts/build.mjs', import.meta.url));
  console.error('denseql: not built yet, building (npm run build) ...');
  const { runNode } = await import('../scripts/run-node.mjs');
  // On stderr: stdout belongs to the command's own answer.
  const status = await runNode([script], ['ignore', process.stderr, process.stderr]);
  if (status !== 0) process.exit(status);
}
await import(main.href);
