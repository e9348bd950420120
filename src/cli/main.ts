import 'reflect-metadata';
import { EXIT } from './output.js';
import { run } from './run.js';

// `denseql ... | head` closes the pipe when it has seen enough: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.OK);
});

process.exitCode = await run(process.argv.slice(2));
