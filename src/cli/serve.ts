import { loadPackUnlessAbsent } from '../core/packs/load-pack.js';
import { collectLess } from '../server/collect-less.js';
import { startServer } from '../server/http.js';
import { watchForStandstill } from '../server/standstill/watch-standstill.js';
import { checkAddress, listenProblem } from './check-address.js';
import { findPack } from './find-pack.js';
import { asSetting, loadedInstallation } from './loaded-plugins.js';
import { configWith } from './session.js';
import { shownUrl } from './shown-url.js';

/**
 * `denseql serve`: runs until SIGINT or SIGTERM. An encoder that cannot start ends it, with the reason: whoever started it
 * (a person, a supervisor) must hear of that. Without the pack that nobody needs to name it serves what needs no encoder, and says how to get it.
 */
export async function serveCommand(options: { port?: number; host?: string; pack?: string }): Promise<void> {
  const config = configWith({ PORT: options.port, HOST: options.host, PACK: options.pack });
  // The port last: who has mistyped a setting must not hear of a port alone.
  const isAbsent = (await loadPackUnlessAbsent(config.PACK, config.MODELS_DIR).catch(() => undefined)) === null;
  if (!isAbsent) await findPack(config);
  const installed = await loadedInstallation(config);
  await checkAddress(config);
  collectLess();
  watchForStandstill();
  const server = await startServer(config, { installed }).catch((error: unknown) => {
    // Between the check and now, another process may have come.
    throw asSetting(listenProblem(error, config));
  });
  const addresses = [
    ['Playground', ''],
    ['GraphQL', 'graphql'],
    ['GraphiQL', 'graphiql'],
    ['Ready?', 'health/ready'],
  ];
  const { url, everywhere } = shownUrl(server.url);
  const lines = addresses.map(([name = '', path]) => `  ${name.padEnd(11)}${url}${path}`);
  process.stdout.write(
    `\nDenseQL is listening${everywhere ? ' on all networks of this machine' : ''}; ${isAbsent ? 'there is no encoder' : 'the encoder is warming up'}.\n${lines.join('\n')}\n\n`,
  );
  // The log has said what is missing.
  if (isAbsent) return;
  try {
    await server.ready();
  } catch (error) {
    // It was told to stop while it was warming up: that is no failure, and who told it ends the process.
    if (server.stopping()) return server.close();
    await server.close();
    throw error;
  }
  process.stdout.write(`Ready on ${server.device()}. Stop with Ctrl-C.\n`);
}
