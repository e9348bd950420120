import type { GraphQLResolveInfo } from 'graphql';
import { createCompute } from '../core/encoder/compute.js';
import type { RegisteredMethod } from '../core/plugin/registry.js';
import type { Task, TaskCall } from '../core/tasks/task.js';
import { createTextAccess } from '../core/text/text-access.js';
import { packFacts } from '../core/visual/pack-facts.js';
import { createVisualAccess } from '../core/visual/visual-access.js';
import type { Visual } from '../core/visual/visual.js';
import { chooseMethod } from './choose-method.js';
import type { By } from './choose-method.js';
import type { ResolverContext } from './context.js';

/** What the schema's type Meta shows. */
export interface Meta {
  readonly method: string;
  readonly plugin: string;
  readonly version: string;
  readonly form: string;
  readonly pack: string;
  readonly packRevision: string;
  readonly device: string;
  readonly encoderRuns: number;
  readonly cacheHit: boolean;
  readonly timings: { readonly features: number; readonly method: number; readonly total: number };
  readonly seed: number | null;
}

export interface TaskAnswer<Result> {
  readonly result: Result;
  readonly meta: Meta;
}

/** One question about one visual: the task, the visual and the caller's choice of a method. */
export interface TaskQuestion<Method> {
  readonly task: Task<Method>;
  readonly visual: Visual;
  readonly by: By;
}

/**
 * Answers a task: picks the method that the visual's encoder supports, waits for the visual's features, runs the method.
 * Every task of the schema goes through here, so that all of them share passes, texts and Meta.
 *
 * @param run calls the method through the task's runner, with what every task gets and whatever this one adds
 */
export async function runTask<Method, Result extends { readonly form: string; readonly seed?: number | null }>(
  { task, visual, by }: TaskQuestion<Method>,
  { platform, operation }: ResolverContext,
  info: GraphQLResolveInfo,
  run: (method: RegisteredMethod<Method>, call: Omit<TaskCall<unknown>, 'signal'>) => Promise<Result>,
): Promise<TaskAnswer<Result>> {
  const started = performance.now();
  // A head, a tail, a calibration belong to one pack: all that a method gets is of the encoder that saw this picture.
  const { encoder } = visual;
  const { method, options } = chooseMethod(task, by, info.schema, { registry: platform.registry, encoder });
  const { features, encoderRuns, cacheHit } = await visual.features();
  const ready = performance.now();
  const pack = packFacts(encoder.manifest, method.plugin.name);
  const text = createTextAccess(encoder, operation, pack);
  const looks = createVisualAccess(visual, platform.config.MAX_PASSES);
  const compute = createCompute(encoder, operation);
  const result = await run(method, { features, text, image: visual.info, visual: looks.access, pack, compute, options });
  const done = performance.now();
  const looked = looks.cost();
  const meta = {
    method: method.key,
    plugin: method.plugin.name,
    version: method.plugin.version,
    form: result.form,
    pack: pack.name,
    packRevision: pack.revision,
    device: encoder.status().device ?? 'unknown',
    encoderRuns: encoderRuns + looked.encoderRuns,
    cacheHit: cacheHit && looked.cacheHit,
    timings: { features: ready - started, method: done - ready, total: done - started },
    seed: result.seed ?? null,
  };
  return { result, meta };
}
