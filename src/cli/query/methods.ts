import { givesOf } from '../../core/call/methods.js';
import type { By } from '../../core/call/contract.js';
import type { Config } from '../../core/config.js';
import { didYouMean } from '../../core/did-you-mean.js';
import { methodList } from '../../core/plugin/method-list.js';
import { missingWhenNamed } from '../../core/plugin/missing-needs.js';
import { findPack } from '../find-pack.js';
import { loadedPlugins } from '../loaded-plugins.js';
import { wrongUse } from '../wrong-use.js';

/**
 * The choice of method by task, with default options, of the names given to --method.
 * @param tasks that are asked
 * @throws WrongUse for a name that no asked task has, and for one that the pack gives too little for; PACK_INVALID
 */
export async function chosenMethods(names: readonly string[], tasks: readonly string[], config: Config): Promise<ReadonlyMap<string, By>> {
  const { manifest } = await findPack(config);
  const plugins = await loadedPlugins(config);
  const known = methodList(plugins).filter(({ task }) => tasks.includes(task));
  const keys = known.map(({ key }) => key);
  const chosen = new Map<string, By>();
  for (const name of names) {
    const method = known.find(({ key }) => key.toLowerCase() === name.trim().toLowerCase());
    if (method === undefined)
      throw wrongUse(
        '--method',
        `"${name}" is no method for ${tasks.join(' or ')}; there are ${keys.join(', ')}.${didYouMean(name, keys)}`,
      );
    if (chosen.has(method.task)) throw wrongUse('--method', `names two methods for ${method.task}. Ask them one after the other.`);
    const lack = missingWhenNamed(
      plugins.find((plugin) => plugin.name === method.plugin)!,
      givesOf(manifest),
    );
    if (lack !== null) throw wrongUse('--method', `${method.key} needs ${lack}, which the pack ${manifest.name} does not give.`);
    chosen.set(method.task, { [method.key]: {} });
  }
  return chosen;
}
