import type { Log } from '../log.js';
import { runningPlugin, type PluginCode } from '../plugin-code.js';
import { pluginOfStack } from './plugin-homes.js';

const said = (error: unknown): string => {
  const text = error instanceof Error ? error.message : String(error);
  return text
    .split('\n', 1)[0]!
    .slice(0, 300)
    .replace(/(?<![.?!])$/, '.');
};

/** Of servers that run in this process. */
const logs = new Set<Log>();
/** Handlers are of the process, and there once, from the first plugin that is loaded on: what one has begun then outlasts every server. */
let contained = false;

/** Without a server there is no log yet. */
function tell(facts: object, message: string): void {
  for (const log of logs) log.error(facts, message);
  if (logs.size === 0) process.stderr.write(`denseql: ${message}\n`);
}

const whose = (error: unknown): PluginCode | undefined => runningPlugin() ?? pluginOfStack(error);

/** What is nobody's plugin's ends the process, as Node would have done it, unless somebody else in the process has a say. */
function end(error: unknown, event: 'unhandledRejection' | 'uncaughtException'): void {
  if (process.listenerCount(event) > 1) return;
  tell({ err: error }, 'An error that nobody caught ends the process.');
  if (logs.size === 0) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}

function onRejection(reason: unknown): void {
  const code = whose(reason);
  if (!code) return end(reason, 'unhandledRejection');
  tell(
    { plugin: code.plugin, err: reason },
    `Plugin "${code.plugin}": a promise that nobody waited for failed, of what it began while it ${code.doing}: ${said(reason)} Await it, or give it a catch.`,
  );
}

function onException(error: unknown): void {
  const code = whose(error);
  if (!code) return end(error, 'uncaughtException');
  tell(
    { plugin: code.plugin, err: error },
    `Plugin "${code.plugin}": an error was thrown in a timer or an event, of what it began while it ${code.doing}: ${said(error)} Catch it there.`,
  );
}

/** Of Node's own. */
const original = { exit: process.exit.bind(process), abort: process.abort.bind(process) };

function refuse(call: string, plugin: string): never {
  const message = `Plugin "${plugin}" called ${call}, which would end the server, and was refused: throw an error instead.`;
  tell({ plugin }, message);
  throw new Error(message);
}

function guardedExit(status?: string | number | null): never {
  const code = runningPlugin() ?? pluginOfStack(new Error('Who exits?'));
  return code ? refuse(`process.exit(${status ?? ''})`, code.plugin) : original.exit(status);
}

function guardedAbort(): never {
  const code = runningPlugin() ?? pluginOfStack(new Error('Who aborts?'));
  return code ? refuse('process.abort()', code.plugin) : original.abort();
}

/**
 * From now on what escapes a plugin, a rejection that nobody awaits, a throw in a timer, is told with its name and does not end the process, nor does
 * `process.exit` out of its code. What escapes the host itself ends the process as before.
 */
export function containPlugins(): void {
  if (contained) return;
  contained = true;
  process.on('unhandledRejection', onRejection);
  process.on('uncaughtException', onException);
  Object.assign(process, { exit: guardedExit, abort: guardedAbort });
}

/** Where it is told. @returns takes it back */
export function tellOfPlugins(log: Log): () => void {
  logs.add(log);
  return () => void logs.delete(log);
}
