import { createInterface } from 'node:readline/promises';
import { readHubEnvironment } from '../core/packs/hub/environment.js';
import { findPrunable, prune } from '../core/packs/making/prune-models.js';
import { findRemovable, removePack } from '../core/packs/making/remove-pack.js';
import { megabytes, printJson } from './output.js';
import { configWith } from './session.js';
import { table } from './table.js';
import { checkUse, wrongUse } from './wrong-use.js';

/** `denseql models prune`: says what nothing needs any more; frees it when told to. */
export async function pruneModels(options: { yes: boolean; dryRun: boolean; json: boolean }): Promise<void> {
  const { cache } = await checkUse(() => readHubEnvironment());
  const items = await findPrunable({ modelsDir: configWith({}).MODELS_DIR, hubCache: cache });
  const bytes = items.filter((item) => item.kept === null).reduce((sum, item) => sum + item.bytes, 0);
  const free = options.yes && !options.dryRun;
  if (!options.json) {
    const rows = items.map((item) => [item.kind, item.what, megabytes(item.bytes), item.kept === null ? '' : `stays: ${item.kept}`]);
    process.stdout.write(rows.length === 0 ? 'Nothing to free.\n' : `${table([['WHAT', 'OF', 'SIZE', ''], ...rows], [3, 1])}\n`);
    if (rows.length > 0 && !free) process.stdout.write(`${megabytes(bytes)} would be freed. Nothing was deleted: add --yes to do it.\n`);
  }
  if (free) await prune(items);
  if (options.json) printJson({ freed: free, bytes, items });
  else if (free && items.length > 0) process.stdout.write(`${megabytes(bytes)} freed.\n`);
}

async function confirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) throw wrongUse('--yes', 'is needed where nobody can be asked.');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

/** `denseql models remove`: deletes a pulled or compiled pack. */
export async function removeModel(name: string, options: { yes: boolean; json: boolean }): Promise<void> {
  const pack = await checkUse(() => findRemovable(name, configWith({}).MODELS_DIR));
  const agreed = options.yes || (await confirmed(`Delete ${pack.folder} (${megabytes(pack.bytes)})?`));
  if (agreed) await removePack(pack);
  if (options.json) return printJson({ removed: agreed, ...pack });
  process.stdout.write(agreed ? `${pack.name} removed, ${megabytes(pack.bytes)} freed.\n` : 'Nothing was deleted.\n');
}
