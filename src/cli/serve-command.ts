import { type Command, type Option } from 'commander';
import { integer } from './option-values.js';
import { serveCommand } from './serve.js';

/** Adds `serve`. */
export function addServeCommand(program: Command, pack: () => Option): void {
  program
    .command('serve')
    .description('start the GraphQL server and print its addresses')
    .option('--port <number>', 'port, 0 takes a free one; default: DENSEQL_PORT or 4000', integer(0, 65535))
    .option('--host <address>', 'address to listen on; default: DENSEQL_HOST or 127.0.0.1')
    .addOption(pack())
    .action(serveCommand);
}
