import { importPlugin } from '../../core/plugin/import-plugin.js';
import type { Plugin } from '../../core/plugin/define-plugin.js';
import { examinePlugin } from '../../testing/test-plugin.js';
import { EXIT, printJson } from '../output.js';
import { wrongUse } from '../wrong-use.js';

async function imported(spec: string): Promise<Plugin> {
  try {
    return await importPlugin(spec, process.cwd());
  } catch (error) {
    throw wrongUse('plugin', (error as Error).message);
  }
}

/** `denseql plugins check`: ends with 1 where anything is wrong. */
export async function checkCommand(spec: string, { json }: { json: boolean }): Promise<void> {
  const plugin = await imported(spec);
  const { problems, skipped } = await examinePlugin(plugin);
  if (problems.length > 0) process.exitCode = EXIT.FAILED;
  if (json) return printJson({ plugin: plugin.name, version: plugin.version, problems, skipped });
  for (const reason of skipped) process.stdout.write(`not asked: ${reason}\n`);
  for (const problem of problems) process.stdout.write(`wrong: ${problem}\n`);
  if (problems.length === 0) process.stdout.write(`${plugin.name} ${plugin.version}: nothing is wrong.\n`);
}
