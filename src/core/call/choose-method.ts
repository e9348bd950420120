import { badInput } from '../errors.js';
import { isObject } from '../is-object.js';
import type { PackManifest } from '../packs/manifest.js';
import type { AnyTask } from './contract.js';
import { givesOf, type Methods, type RegisteredMethod } from './methods.js';
import type { OptionsOf } from './options.js';

export interface ChosenMethod {
  readonly method: RegisteredMethod;
  /** Complete, checked, frozen. */
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * The method that `by` names, or the task's default one with its default options.
 *
 * @param manifest of the pack whose features the method would get
 * @throws PLUGIN_UNAVAILABLE; BAD_INPUT for options
 */
export function chooseMethod(task: AnyTask, by: unknown, manifest: PackManifest, methods: Methods, optionsOf: OptionsOf): ChosenMethod {
  if (by !== null && by !== undefined && !isObject(by))
    throw badInput(
      'by',
      `must be an object that names one method, { method: { options } }, not ${Array.isArray(by) ? 'a list' : `a ${typeof by}`}.`,
    );
  const gives = givesOf(manifest);
  const given = Object.entries(by ?? {});
  // GraphQL's @oneOf says the same; plugins come without it.
  if (given.length > 1) throw badInput('by', `exactly one method must be named, not ${given.map(([key]) => key).join(' and ')}.`);
  const [entry] = given;
  if (entry) {
    const [key, options] = entry;
    if (options === null || options === undefined) throw badInput(`by.${key}`, 'must not be null; {} takes the default options.');
    return { method: methods.select(task, key, gives), options: optionsOf(task.name, key).read(options) };
  }
  const method = methods.select(task, null, gives, ({ key }) => optionsOf(task.name, key).required.length === 0);
  return { method, options: optionsOf(task.name, method.key).read(null) };
}
