// Runs a script of Node beside this process, and takes it along when a signal ends this one.
import { spawn } from 'node:child_process';
import { root } from './files.mjs';

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'];

/** @returns the script's exit status; when a signal ended it, this process ends by the same one */
export function runNode(args, stdio = 'inherit') {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio });
    const pass = (signal) => child.kill(signal);
    for (const signal of SIGNALS) process.on(signal, pass);
    child.once('error', reject);
    child.once('exit', (status, signal) => {
      for (const each of SIGNALS) process.off(each, pass);
      if (signal !== null) process.kill(process.pid, signal);
      else resolve(status);
    });
  });
}
