import type { Plugin } from '../core/plugin/define-plugin.js';
import { undescribedParts } from '../resolvers/assemble/undescribed-parts.js';
import { Examination } from './examination.js';
import { questionOf } from './question.js';
import { createTestServer, type TestEncoder, type TestServer } from './test-server.js';
import { watched, type Watcher } from './watched.js';

/** How long one answer may take, in milliseconds. */
const ANSWER_MS = 20_000;

/** How a plugin is tried: on which encoder, and with which questions. */
export interface TestPluginOptions {
  /** Absent: a fake encoder that knows colours. A plugin with a head of its own needs a pack that it was trained for, `{ pack: 'pocket' }`. */
  readonly encoder?: TestEncoder;
  /** Literals of arguments, by task and name, where colours are no question: `{ count: { of: '"a cat"' } }`. */
  readonly ask?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Literals of options, by the method's key, where some must be given: `{ mine: '{ size: 3 }' }`. */
  readonly options?: Readonly<Record<string, string>>;
}

/** What was found. */
export interface PluginReport {
  /** One sentence each; empty: all is well. */
  readonly problems: readonly string[];
  /** Methods that could not be asked on this encoder, with the reason. */
  readonly skipped: readonly string[];
}

/** Options with numbers of any size: who asks for 1e30 gets what the method makes of it. */
function unbounded({ app }: TestServer, task: string, key: string): string[] {
  const open = app.platform
    .options(task, key)
    .list.filter(({ type, min, max }) => /^(Int|Float)!?$/.test(type) && min === null && max === null);
  return open.map(({ name }) => `The option ${key}.${name} has no range: write \`@constraint(min: ..., max: ...)\` behind it.`);
}

/** What escaped the plugin while it was asked: promises and timers that failed later, each once. */
const strays = ({ logged }: TestServer, name: string): ReadonlySet<string> =>
  new Set(logged.map(({ msg }) => String(msg)).filter((message) => message.startsWith(`Plugin "${name}": a`)));

/**
 * Runs a plugin on a whole server and looks at everything that the host's own checks do not reach: descriptions and ranges, the same answer twice, what it
 * writes to, whether it ends when nobody waits, pictures of odd shapes, what it reports to have cost, and whether it ends.
 * @returns all that is wrong, at once
 */
export async function examinePlugin(plugin: Plugin, { encoder, ask = {}, options = {} }: TestPluginOptions = {}): Promise<PluginReport> {
  const watcher: Watcher = { problems: new Set(), onCall: () => undefined };
  let server: TestServer;
  try {
    const settings = { DEADLINE_MS: ANSWER_MS };
    server = await createTestServer({ plugins: [watched(plugin, watcher)], ...(encoder && { encoder }), replaces: true, settings });
  } catch (error) {
    return { problems: [(error as Error).message], skipped: [] };
  }
  const examination = new Examination(server, watcher);
  const problems = [...undescribedParts([plugin])];
  for (const { task, key } of plugin.methods ?? []) {
    problems.push(...unbounded(server, task.name, key));
    try {
      const given = ask[task.name] ?? {};
      const question = questionOf(server.app.schema, task.name, { key, options: options[key] ?? '{}', given });
      await examination.method({ task: task.name, key, question });
    } catch (error) {
      problems.push(`${task.name} by "${key}" cannot be asked: ${(error as Error).message}`);
    }
  }
  await server.close().catch((error: unknown) => {
    const inner = error instanceof AggregateError ? (error.errors as Error[]) : [error as Error];
    problems.push(...inner.map(({ message }) => message));
  });
  return {
    problems: [...problems, ...examination.problems, ...watcher.problems, ...strays(server, plugin.name)],
    skipped: examination.skipped,
  };
}

/**
 * {@link examinePlugin} for a test of any runner.
 * @throws Error with a line for each thing that is wrong
 * @example
 * it('is a good plugin', () => testPlugin(mine));
 */
export async function testPlugin(plugin: Plugin, options?: TestPluginOptions): Promise<void> {
  const { problems } = await examinePlugin(plugin, options);
  if (problems.length > 0) throw new Error(`Plugin "${plugin.name}":\n${problems.join('\n')}`);
}
