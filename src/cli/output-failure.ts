import { asHost } from '../core/plugin-code.js';
import { EXIT } from './output.js';
import { toldError } from './told-error.js';

/**
 * Ends the command when its output cannot be written, with a sentence in place of a stack. `denseql ... | head` closes the pipe when it has
 * seen enough: that is no failure, and nothing to say.
 */
export function endWhereUnwritable(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') asHost(() => process.exit(EXIT.OK));
    const { message } = toldError(Object.assign(error, { path: 'The output cannot be written' }));
    process.stderr.write(`denseql: ${message}\n`);
    asHost(() => process.exit(EXIT.FAILED));
  });
  // There is no other place to say so, and the command's answer is not there.
  process.stderr.on('error', () => undefined);
}
