import type { AnyTask, MethodResult, TaskCall } from '../call/contract.js';
import { frozenCopy } from '../call/frozen-copy.js';
import { isOwnHead, type OwnHead } from '../call/own-head.js';
import type { MethodRegistration, PluginManifest } from './plugin.js';

/** The task as it is now, whatever its plugin makes of it later. */
function ownTask(task: AnyTask): AnyTask {
  const { name, methodInput } = task;
  return Object.freeze<AnyTask>({
    name,
    methodInput,
    question: (asked, limits) => task.question(asked, limits) as unknown,
    call: (method, call) => task.call(method, call),
    check: (result, call) => task.check(result, call) as unknown,
    ...(task.before && { before: (method: unknown, call: TaskCall) => task.before!(method, call) }),
    ...(task.ahead && { ahead: (about: Parameters<NonNullable<AnyTask['ahead']>>[0]) => task.ahead!(about) }),
    ...(task.forLabels && { forLabels: (result: MethodResult, places: readonly number[]) => task.forLabels!(result, places) as unknown }),
    answer: (result, about) => task.answer(result, about) as object,
  });
}

const ownMethod = (method: MethodRegistration): MethodRegistration => Object.freeze({ ...method, task: ownTask(method.task) });

const ownHead = (head: NonNullable<PluginManifest['head']>): NonNullable<PluginManifest['head']> =>
  isOwnHead(head)
    ? (frozenCopy(head) as OwnHead)
    : Object.freeze({ manifest: head.manifest, graphs: (entry: unknown) => head.graphs(entry) });

/**
 * A manifest as the host keeps it: every question to a task reads the manifests of all plugins that answer it, so that a plugin which wrote to its
 * own could end those of others. The plugin's functions and classes stay its own.
 */
export function ownManifest({ methods, needs, head, assets, resolvers, provide, ...rest }: PluginManifest): PluginManifest {
  return Object.freeze<PluginManifest>({
    ...rest,
    ...(methods && { methods: Object.freeze(methods.map(ownMethod)) }),
    ...(provide && { provide: Object.freeze(provide.map((part) => Object.freeze({ ...part }))) }),
    ...(needs && { needs: frozenCopy(needs) as PluginManifest['needs'] }),
    ...(head && { head: ownHead(head) }),
    ...(assets && { assets: Object.freeze({ ...assets }) }),
    ...(resolvers && { resolvers: frozenCopy(resolvers) as PluginManifest['resolvers'] }),
  });
}
