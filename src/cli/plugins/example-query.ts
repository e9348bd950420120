import type { Config } from '../../core/config.js';
import { buildSchema } from '../../server/build-schema.js';
import { installation } from '../../server/installed-plugins.js';
import { questionOf } from '../../testing/question.js';

/**
 * A query to begin with: the last plugin's first method, asked of a sample picture.
 * @returns null where it has no method, or one that cannot be asked without more
 * @throws Error as the server would at its start
 */
export async function exampleQuery(config: Pick<Config, 'PLUGINS'>): Promise<string | null> {
  const plugins = (await installation(config)).plugins;
  const schema = buildSchema(plugins);
  const [method] = plugins.at(-1)?.methods ?? [];
  if (!method) return null;
  try {
    const question = questionOf(schema, method.task.name, { key: method.key, options: '{}', given: {}, depth: 1 });
    return `{ image(source: { sample: "cat" }) { ${question} } }`;
  } catch {
    return null;
  }
}
