import { startServer } from '../server/http.js';
import { configWith } from './session.js';

/** `denseql serve`: runs until SIGINT or SIGTERM. */
export async function serveCommand(options: { port?: number; host?: string; pack?: string }): Promise<void> {
  const server = await startServer(configWith({ PORT: options.port, HOST: options.host, PACK: options.pack }));
  process.stdout.write(`\nDenseQL is listening; the encoder is warming up.\n  GraphQL     ${server.url}graphql\n  Playground  ${server.url}graphiql\n  Ready?      ${server.url}health/ready\n\n`);
  await server.ready();
  process.stdout.write(`Ready on ${server.device()}. Stop with Ctrl-C.\n`);
}
