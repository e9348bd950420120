import type { DependencyContainer } from 'tsyringe';
import type { AnyTask, TaskOf } from '../call/contract.js';
import type { Gives, Methods, RegisteredMethod as CalledMethod } from '../call/methods.js';
import { calledOf } from './called-of.js';
import { constructionProblem } from './construction-problem.js';
import { pluginContainer, viewOf } from './container.js';
import { DenseqlError } from '../errors.js';
import { asPlugin } from '../plugin-code.js';
import { methodList } from './method-list.js';
import { missingNeeds, missingWhenNamed } from './missing-needs.js';
import type { MethodRegistration, PluginManifest } from './plugin.js';
import type { Token } from './token.js';
import { methodToken, REGISTRY } from './tokens.js';
import { DISPOSE_MS, START_MS, within } from './within.js';

/** One method of a task, ready to be called. */
export interface RegisteredMethod<Method = unknown> extends CalledMethod<Method> {
  readonly plugin: PluginManifest;
}

/** A circle among classes is told by the container in megabytes. */
const shortened = (cause: unknown): string => {
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.length <= 500 ? text : `${text.slice(0, 500)} ...`;
};

export interface RegistryOptions {
  /** Milliseconds that the `setup` of each plugin may take. */
  readonly limitMs?: number;
  /** By task: the method that the operator wants where a client names none. */
  readonly defaults?: Readonly<Record<string, string>>;
  /** By plugin: what the operator says to it, read. */
  readonly settings?: ReadonlyMap<string, unknown>;
}

/** Plugins and methods of one server: starts them, finds them, ends them. */
export class PluginRegistry implements Methods {
  private started: PluginManifest[] = [];
  private readonly limitMs: number;
  private readonly defaults: Readonly<Record<string, string>>;
  private readonly containers: ReadonlyMap<PluginManifest, DependencyContainer>;

  /**
   * @param container one server's; a list of methods is registered in it under REGISTRY
   * @param plugins in loading order, checked by `loadPlugins`
   */
  constructor(
    container: DependencyContainer,
    readonly plugins: readonly PluginManifest[],
    { limitMs = START_MS, defaults = {}, settings = new Map() }: RegistryOptions = {},
  ) {
    this.limitMs = limitMs;
    this.defaults = defaults;
    container.register(REGISTRY, { useValue: methodList(plugins) });
    this.containers = new Map(plugins.map((plugin) => [plugin, pluginContainer(container, plugin, settings.get(plugin.name))]));
  }

  /**
   * Runs `setup` of every plugin in loading order, then builds all methods, so that a wrong constructor shows now.
   * @throws Error naming the plugin; those already set up are disposed first
   */
  async start(): Promise<void> {
    for (const plugin of this.plugins) {
      try {
        await this.setUp(plugin);
        this.started.push(plugin);
        for (const method of plugin.methods ?? []) this.make(plugin, method);
      } catch (cause) {
        await this.dispose().catch(() => undefined); // the first failure is the one to tell
        throw new Error(`Plugin "${plugin.name}" could not start: ${shortened(cause)}`, { cause });
      }
    }
  }

  /**
   * Runs `dispose` of every started plugin, the last one first; one failure does not keep the others from it.
   * @throws AggregateError of what they threw
   */
  async dispose(): Promise<void> {
    const errors: unknown[] = [];
    for (const plugin of this.started.splice(0).reverse()) {
      try {
        const late = (): Error => new Error(`its \`dispose\` did not end within ${DISPOSE_MS / 1000} s`);
        await within(
          DISPOSE_MS,
          asPlugin({ plugin: plugin.name, doing: 'ended' }, async () => plugin.dispose?.()),
          late,
        );
      } catch (cause) {
        errors.push(
          new Error(`Plugin "${plugin.name}" failed while ending: ${(cause as Error | undefined)?.message ?? String(cause)}.`, { cause }),
        );
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, 'Plugins failed while ending.');
  }

  /** Tasks that have a method, in order of first registration. */
  tasks(): AnyTask[] {
    const tasks = new Map<string, AnyTask>();
    for (const { methods } of this.plugins) for (const { task } of methods ?? []) if (!tasks.has(task.name)) tasks.set(task.name, task);
    return [...tasks.values()];
  }

  task(name: string): AnyTask | undefined {
    return this.tasks().find((task) => task.name === name);
  }

  owner(task: string): string | undefined {
    return this.plugins.find(({ methods }) => methods?.some((method) => method.task.name === task))?.name;
  }

  /**
   * Methods of a task, highest priority first; equal priorities in loading order (built-ins first), methods without
   * one last. So a further plugin takes over a default only by asking for more than the built-in does.
   */
  methods<Method>(task: TaskOf<Method>): RegisteredMethod<Method>[] {
    const found = this.plugins.flatMap((plugin) =>
      (plugin.methods ?? []).filter((method) => method.task.name === task.name).map((method) => this.resolve<Method>(plugin, method)),
    );
    return found.sort((a, b) => (b.priority ?? -Infinity) - (a.priority ?? -Infinity) || 0);
  }

  /**
   * The method that answers. With a key exactly that one, nothing is substituted; without, the operator's own, else the one of highest
   * priority, that the pack supports.
   *
   * @param key member of the task's `by`, or null
   * @param gives what the picture's encoder gives
   * @param canDefault further condition without a key: whether a method can run without options
   * @throws PLUGIN_UNAVAILABLE saying what is missing
   */
  select<Method>(
    task: TaskOf<Method>,
    key: string | null,
    gives: Gives,
    canDefault: (method: RegisteredMethod<Method>) => boolean = () => true,
  ): RegisteredMethod<Method> {
    const methods = this.methods(task);
    if (key !== null) {
      const method = methods.find((candidate) => candidate.key === key);
      if (!method)
        throw new DenseqlError(
          'PLUGIN_UNAVAILABLE',
          `No plugin here has a method "${key}" for ${task.name}; there are ${methods.map((candidate) => candidate.key).join(', ')}.`,
        );
      const lack = missingWhenNamed(method.plugin, gives);
      if (lack === null) return method;
      throw new DenseqlError('PLUGIN_UNAVAILABLE', `${task.name} by "${key}" needs ${lack}, which this picture's encoder does not give.`, {
        plugin: method.plugin.name,
      });
    }
    const missing = (method: RegisteredMethod<Method>) => missingNeeds(method.plugin, gives);
    const wanted = this.defaults[task.name];
    const candidates = methods
      .filter((method) => (method.priority !== null || method.key === wanted) && canDefault(method))
      .sort((one, other) => Number(other.key === wanted) - Number(one.key === wanted));
    const method = candidates.find((candidate) => missing(candidate) === null);
    if (method) return method;
    const reasons = candidates.map((candidate) => `"${candidate.key}" needs ${missing(candidate)}`);
    const why = reasons.length > 0 ? reasons.join('; ') : 'none of its methods runs without being named';
    throw new DenseqlError('PLUGIN_UNAVAILABLE', `No method can answer ${task.name} by default: ${why}.`);
  }

  /**
   * What a plugin brings in place of a part of the host's; undefined where none does. Of several the last one loaded, which the log tells.
   * @throws Error naming the plugin whose class cannot be made
   */
  provided<Value>(token: Token<Value>): { readonly plugin: string; readonly value: Value } | undefined {
    const plugin = this.plugins.findLast(({ provide }) => provide?.some((part) => part.token === token));
    if (!plugin) return undefined;
    const code = { plugin: plugin.name, doing: `made ${String(token.description)}` };
    return { plugin: plugin.name, value: asPlugin(code, () => this.containers.get(plugin)!.resolve<Value>(token)) };
  }

  private async setUp(plugin: PluginManifest): Promise<void> {
    const late = (): Error =>
      new Error(
        `its \`setup\` did not end within ${this.limitMs / 1000} s. What takes longer belongs into the method, or into the background.`,
      );
    await within(
      this.limitMs,
      asPlugin({ plugin: plugin.name, doing: 'was set up' }, async () => plugin.setup?.(viewOf(this.containers.get(plugin)!))),
      late,
    );
  }

  /** Builds a method for the first time, and looks whether it has what its task calls. */
  private make(plugin: PluginManifest, method: MethodRegistration): void {
    const { task, use } = method;
    const problem = constructionProblem(use, (token) => plugin.provide?.find((part) => part.token === token)?.use ?? token);
    if (problem !== null) throw new Error(problem);
    const { instance } = asPlugin({ plugin: plugin.name, doing: `made its method "${method.key}"` }, () =>
      this.resolve<object>(plugin, method),
    );
    const missing = calledOf(task as AnyTask).find((name) => typeof Reflect.get(instance, name) !== 'function');
    if (missing !== undefined)
      throw new Error(`its class ${use.name} has no method \`${missing}\`, which the task "${task.name}" calls. Add it.`);
  }

  private resolve<Method>(plugin: PluginManifest, { task, key, default: priority }: MethodRegistration): RegisteredMethod<Method> {
    const instance = this.containers.get(plugin)!.resolve<Method>(methodToken(task.name, key));
    return { plugin, task: task.name, key, priority: priority ?? null, instance };
  }
}
