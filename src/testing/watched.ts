import 'reflect-metadata';
import type { TaskCall } from '../core/call/contract.js';
import { calledOf } from '../core/plugin/called-of.js';
import { definePlugin, manifestOf, type Plugin } from '../core/plugin/define-plugin.js';
import type { MethodRegistration } from '../core/plugin/plugin.js';

/** Hears of every call of a plugin's methods. */
export interface Watcher {
  /** What was wrong with how a method used its call, e.g. that it wrote to its inputs. */
  readonly problems: Set<string>;
  /** Called as a method begins. */
  onCall: (settled: Promise<unknown>) => void;
}

type Class = new (...injected: unknown[]) => Record<string, (call: TaskCall) => unknown>;

/** The numbers that a method is given, as they are before it runs. */
const numbersOf = ({ features }: TaskCall): ReadonlyMap<string, Float32Array> =>
  new Map([...features.outputs].map((name) => [name, features.output(name).data.slice()]));

/** Equal to the bit: NaN, too, is equal to itself. */
const isSame = (one: Float32Array, other: Float32Array): boolean => one.every((value, index) => Object.is(value, other[index]));

function watchedClass(use: Class, names: readonly string[], key: string, watcher: Watcher): Class {
  class Watched extends use {}
  for (const name of names)
    Object.defineProperty(Watched.prototype, name, {
      value: async function (this: object, call: TaskCall): Promise<unknown> {
        const before = numbersOf(call);
        const settled = Promise.resolve((use.prototype as Record<string, (call: TaskCall) => unknown>)[name]!.call(this, call));
        watcher.onCall(settled);
        const result = await settled;
        for (const [output, numbers] of before)
          if (!isSame(numbers, call.features.output(output).data))
            watcher.problems.add(`"${key}" writes to the output "${output}" that it was given: copy it first (\`data.slice()\`).`);
        return result;
      },
    });
  // The container looks at the class itself, not at what it extends.
  for (const name of Reflect.getOwnMetadataKeys(use) as string[]) Reflect.defineMetadata(name, Reflect.getOwnMetadata(name, use), Watched);
  Object.defineProperties(Watched, { length: { value: use.length }, name: { value: use.name } });
  return Watched;
}

/** The same plugin, whose methods are watched as they run. */
export function watched(plugin: Plugin, watcher: Watcher): Plugin {
  const manifest = manifestOf(plugin);
  const methods = manifest.methods?.map((method: MethodRegistration) => {
    const names = calledOf(method.task).filter((name) => typeof (method.use.prototype as Record<string, unknown>)[name] === 'function');
    return { ...method, use: watchedClass(method.use as Class, names, method.key, watcher) };
  });
  return definePlugin({ ...manifest, ...(methods && { methods }) } as never);
}
