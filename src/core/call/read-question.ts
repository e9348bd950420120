import { badInput, DenseqlError } from '../errors.js';
import type { PackManifest } from '../packs/manifest.js';
import type { Config } from '../config.js';
import type { ArgumentsOf, AskedArguments } from './arguments.js';
import type { Link } from './chain.js';
import { chooseMethod, type ChosenMethod } from './choose-method.js';
import { contained } from './contained.js';
import type { AnyTask } from './contract.js';
import { frozenCopy } from './frozen-copy.js';
import type { Methods } from './methods.js';
import type { OptionsOf } from './options.js';
import { plainQuestion } from './plain-question.js';

/** What questions are read with. */
export interface ReadParts {
  readonly methods: Methods;
  readonly options: OptionsOf;
  readonly arguments: ArgumentsOf;
  readonly config: Pick<Config, 'MAX_LABELS' | 'MAX_LABEL_LENGTH'>;
}

/** Who asks, and of which pack. */
interface Asking {
  readonly manifest: PackManifest;
  /** Absent: a client. */
  readonly asker: Link | undefined;
  /** Whether GraphQL has read the question already. */
  readonly coerced: boolean;
}

/** A question that can be answered. */
export interface ReadQuestion extends ChosenMethod {
  readonly task: AnyTask;
  /** Plain and frozen. */
  readonly question: object;
}

/** The task as it was registered first: a plugin's own copy of core brings values of its own. */
function taskOf(given: Partial<AnyTask> | null | undefined, methods: Methods): AnyTask {
  const name: unknown = given?.name;
  if (typeof name !== 'string') throw badInput('task', 'what is asked must be a task, such as Counter or one that `defineTask` made.');
  const task = methods.task(name);
  if (!task) throw new DenseqlError('PLUGIN_UNAVAILABLE', `No plugin here answers the task "${name}".`);
  return task;
}

/** A copy: GraphQL gives the value of one variable to every field that names it. */
function coercedArguments({ by, ...asked }: { readonly by?: unknown }): AskedArguments {
  return { by, asked: frozenCopy(asked) as object };
}

/**
 * Reads a question and chooses the method, before anything runs.
 * @returns what throws BAD_INPUT, LIMIT_EXCEEDED, PLUGIN_UNAVAILABLE; PLUGIN_FAILED of the asking plugin where reading its question fails in another way, of the
 *   task's where the client's does
 */
export function createReadQuestion({ methods, options, arguments: argumentsOf, config }: ReadParts) {
  // All of the settings that a task's question may see: tasks are plugins', too.
  const limits = Object.freeze({ MAX_LABELS: config.MAX_LABELS, MAX_LABEL_LENGTH: config.MAX_LABEL_LENGTH });

  return (given: AnyTask, written: unknown, { manifest, asker, coerced }: Asking): ReadQuestion => {
    const task = taskOf(given, methods);
    const owner = methods.owner(task.name);
    const whose = asker
      ? { plugin: asker.plugin, doing: `asked ${task.name}` }
      : { plugin: owner, doing: `checked a question of ${task.name}` };
    return contained(whose, () => {
      const { by, asked } = coerced ? coercedArguments(written as object) : argumentsOf(task.name)(written);
      const question = plainQuestion(task.question(asked, limits), { plugin: owner, task: task.name });
      return { task, question, ...chooseMethod(task, by, manifest, methods, options) };
    });
  };
}
