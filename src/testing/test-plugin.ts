import { isDeepStrictEqual } from 'node:util';
import type { ExecutionResult } from 'graphql';
import type { Plugin } from '../core/plugin/define-plugin.js';
import { undescribedParts } from '../resolvers/assemble/undescribed-parts.js';
import { createFakeEncoder, type FakeEncoder } from './fake-encoder.js';
import { buildPicture, type BuiltPicture } from './picture.js';
import { questionOf } from './question.js';
import { createTestServer, type TestServer } from './test-server.js';
import { watched, type Watcher } from './watched.js';

export interface TestPluginOptions {
  /** Absent: a fake encoder that knows colours. */
  readonly encoder?: FakeEncoder;
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

/** How long a method may go on when nobody waits for it any more, in milliseconds. */
const GIVES_UP_MS = 1000;

const pictures = (): Promise<readonly (readonly [string, BuiltPicture])[]> => {
  const red = { kind: 'rectangle', x: 0, y: 0, width: 56, height: 84, colour: [255, 0, 0] } as const;
  const sizes = [
    ['a picture of 112 x 84 pixels', 112, 84, [red]],
    ['a picture of 1 x 1 pixel', 1, 1, []],
    ['a picture of 1 x 4000 pixels', 1, 4000, []],
    ['a picture of one colour', 84, 84, []],
  ] as const;
  return Promise.all(
    sizes.map(
      async ([what, width, height, shapes]) => [what, await buildPicture({ width, height, background: [0, 0, 255], shapes })] as const,
    ),
  );
};

type Answer = Readonly<Record<string, unknown>> & { readonly meta: { readonly encoderRuns: number } };
type Result = ExecutionResult<{ readonly image: Readonly<Record<string, Answer>> }>;

const failure = ({ errors }: Result): string | null => {
  const [error] = errors ?? [];
  if (!error) return null;
  const { reason } = error.extensions as { reason?: string };
  return `${error.message}${reason === undefined ? '' : ` ${reason}`}`;
};

interface Asked {
  readonly task: string;
  readonly key: string;
  readonly question: string;
}

class Examination {
  readonly problems: string[] = [];
  readonly skipped: string[] = [];

  constructor(
    private readonly server: TestServer,
    private readonly encoder: FakeEncoder,
    private readonly watcher: Watcher,
  ) {}

  async method({ task, key, question }: Asked): Promise<void> {
    const name = `${task} by "${key}"`;
    for (const [what, picture] of await pictures()) {
      const before = this.encoder.passes;
      const first = await this.ask(question, picture);
      if (first.errors?.[0]?.extensions['code'] === 'PLUGIN_UNAVAILABLE') return void this.skipped.push(`${name}: ${failure(first)}`);
      const problem = failure(first);
      if (problem !== null) {
        this.problems.push(`${name} fails on ${what}: ${problem}`);
        continue;
      }
      const { meta, ...answer } = first.data!.image[task]!;
      const started = this.encoder.passes - before;
      if (meta.encoderRuns !== started)
        this.problems.push(`${name} reports ${meta.encoderRuns} passes on ${what}, and ${started} were run.`);
      const { meta: _other, ...again } = (await this.ask(question, picture)).data?.image[task] ?? { meta: null };
      if (!isDeepStrictEqual(again, answer))
        this.problems.push(`${name} answers ${what} in two ways: a random choice needs a seed of its own.`);
    }
    await this.leaving(name, question);
  }

  /** Whether a method ends when nobody waits for it. */
  private async leaving(name: string, question: string): Promise<void> {
    const [[, picture] = []] = await pictures();
    const controller = new AbortController();
    let settled: Promise<unknown> = Promise.resolve();
    this.watcher.onCall = (running) => {
      settled = running.catch(() => undefined);
      controller.abort();
    };
    await this.ask(question, picture!, controller.signal);
    this.watcher.onCall = () => undefined;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), GIVES_UP_MS)));
    if ((await Promise.race([settled, late])) === 'late')
      this.problems.push(`${name} goes on ${GIVES_UP_MS} ms after everybody left: look at \`call.signal\`.`);
    clearTimeout(timer);
  }

  private ask(question: string, { source }: BuiltPicture, signal?: AbortSignal): Promise<Result> {
    const text = `query ($source: ImageSource!) { image(source: $source) { ${question} } }`;
    return this.server.query(text, { source }, signal) as Promise<Result>;
  }
}

/** Options with numbers of any size: who asks for 1e30 gets what the method makes of it. */
function unbounded({ app }: TestServer, task: string, key: string): string[] {
  const open = app.platform
    .options(task, key)
    .list.filter(({ type, min, max }) => /^(Int|Float)!?$/.test(type) && min === null && max === null);
  return open.map(({ name }) => `The option ${key}.${name} has no range: write \`@constraint(min: ..., max: ...)\` behind it.`);
}

/**
 * Runs a plugin on a whole server and looks at everything that the host's own checks do not reach: descriptions and ranges, the same answer twice, what it
 * writes to, whether it ends when nobody waits, pictures of odd shapes, what it reports to have cost, and whether it ends.
 * @returns all that is wrong, at once
 */
export async function examinePlugin(
  plugin: Plugin,
  { encoder = createFakeEncoder(), ask = {}, options = {} }: TestPluginOptions = {},
): Promise<PluginReport> {
  const watcher: Watcher = { problems: new Set(), onCall: () => undefined };
  let server: TestServer;
  try {
    server = await createTestServer({ plugins: [watched(plugin, watcher)], encoder, replaces: true });
  } catch (error) {
    return { problems: [(error as Error).message], skipped: [] };
  }
  const examination = new Examination(server, encoder, watcher);
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
  return { problems: [...problems, ...examination.problems, ...watcher.problems], skipped: examination.skipped };
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
