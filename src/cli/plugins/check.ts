import { broughtFor, isOwnHead } from '../../core/call/own-head.js';
import { readConfig } from '../../core/config.js';
import { loadPack } from '../../core/packs/load-pack.js';
import { importPlugin } from '../../core/plugin/import-plugin.js';
import type { Plugin } from '../../core/plugin/define-plugin.js';
import { examinePlugin } from '../../testing/test-plugin.js';
import { watchForStandstill } from '../../server/standstill/watch-standstill.js';
import { EXIT, printJson } from '../output.js';
import { wrongUse } from '../wrong-use.js';

async function imported(spec: string): Promise<Plugin> {
  try {
    return await importPlugin(spec, process.cwd());
  } catch (error) {
    throw wrongUse('plugin', (error as Error).message);
  }
}

/** An installed pack that its own head was trained for: on a fake encoder it could not be asked. Null: it has none, or no such pack is here. */
async function packOfHead({ head }: Plugin): Promise<string | null> {
  if (!isOwnHead(head)) return null;
  for (const name of Object.keys(head.packs)) {
    const found = await loadPack(name, readConfig().MODELS_DIR).catch(() => null);
    if (found !== null && broughtFor(head, found.manifest)) return name;
  }
  return null;
}

/** Literals by task and argument. @throws WrongUse for what is not written so */
function readQuestions(ask: readonly string[]): Record<string, Record<string, string>> {
  const questions: Record<string, Record<string, string>> = {};
  for (const one of ask) {
    const [, task = '', argument = '', literal = ''] = /^(\w+)\.(\w+)=(.+)$/s.exec(one) ?? [];
    if (task === '') throw wrongUse('--ask', `"${one}" must be a task, an argument and a literal: segmentation.labels='["sky"]'.`);
    (questions[task] ??= {})[argument] = literal;
  }
  return questions;
}

/** `denseql plugins check`: ends with 1 where anything is wrong. */
export async function checkCommand(spec: string, { json, ask = [] }: { json: boolean; ask?: readonly string[] }): Promise<void> {
  const questions = readQuestions(ask);
  // A loop without end can say nothing itself.
  watchForStandstill();
  const plugin = await imported(spec);
  const pack = await packOfHead(plugin);
  const { problems, skipped } = await examinePlugin(plugin, { ask: questions, ...(pack !== null && { encoder: { pack } }) });
  const isAsked = skipped.length === 0 || skipped.length < (plugin.methods ?? []).length;
  if (problems.length > 0 || !isAsked) process.exitCode = EXIT.FAILED;
  if (json) return printJson({ plugin: plugin.name, version: plugin.version, problems, skipped });
  for (const reason of skipped) process.stdout.write(`not asked: ${reason}\n`);
  for (const problem of problems) process.stdout.write(`wrong: ${problem}\n`);
  if (!isAsked) process.stdout.write(`${plugin.name} ${plugin.version}: none of its methods could be asked.\n`);
  else if (problems.length === 0) process.stdout.write(`${plugin.name} ${plugin.version}: nothing is wrong.\n`);
}
