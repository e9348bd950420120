import { isDeepStrictEqual } from 'node:util';
import type { ExecutionResult } from 'graphql';
import { buildPicture, type BuiltPicture } from './picture.js';
import type { TestServer } from './test-server.js';
import type { Watcher } from './watched.js';

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

/** A method, and how it is asked. */
export interface Asked {
  readonly task: string;
  readonly key: string;
  /** The task's field, with its arguments and what is selected. */
  readonly question: string;
}

/** Asks the methods of one plugin, and keeps what it finds. */
export class Examination {
  readonly problems: string[] = [];
  readonly skipped: string[] = [];

  constructor(
    private readonly server: TestServer,
    private readonly watcher: Watcher,
  ) {}

  private get passes(): number {
    return this.server.app.platform.encoder.status().imagePasses;
  }

  /** Asks one method about pictures of several shapes, twice each, and leaves it once in the middle. */
  async method({ task, key, question }: Asked): Promise<void> {
    const name = `${task} by "${key}"`;
    /** Pictures by what went wrong with them. */
    const failed = new Map<string, string[]>();
    for (const [what, picture] of await pictures()) {
      const before = this.passes;
      const first = await this.ask(question, picture);
      if (first.errors?.[0]?.extensions['code'] === 'PLUGIN_UNAVAILABLE') return void this.skipped.push(`${name}: ${failure(first)}`);
      const problem = failure(first);
      if (problem !== null) {
        failed.set(problem, [...(failed.get(problem) ?? []), what]);
        // Whatever never ends on one picture takes its time on each.
        if (first.errors?.[0]?.extensions['code'] === 'DEADLINE_EXCEEDED') break;
        continue;
      }
      const { meta, ...answer } = first.data!.image[task]!;
      const started = this.passes - before;
      if (meta.encoderRuns !== started)
        this.problems.push(`${name} reports ${meta.encoderRuns} passes on ${what}, and ${started} were run.`);
      const { meta: _other, ...again } = (await this.ask(question, picture)).data?.image[task] ?? { meta: null };
      if (!isDeepStrictEqual(again, answer))
        this.problems.push(`${name} answers ${what} in two ways: a random choice needs a seed of its own.`);
    }
    for (const [problem, whats] of failed) this.problems.push(`${name} fails on ${whats.join(', ')}: ${problem}`);
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
