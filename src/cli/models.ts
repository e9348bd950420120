import type { CatalogEntry } from '../core/packs/catalog.js';
import { fp32Bytes, readCatalog } from '../core/packs/catalog.js';
import type { PackListing } from '../core/packs/list-packs.js';
import { listPacks } from '../core/packs/list-packs.js';
import { loadPack } from '../core/packs/load-pack.js';
import { shownPrecision } from '../core/packs/shown-precision.js';
import { checkPackFiles } from '../core/packs/verify-pack.js';
import { findPack } from './find-pack.js';
import { EXIT, megabytes, printJson } from './output.js';
import { configWith, withEncoder } from './session.js';
import { table } from './table.js';
import { toldError } from './told-error.js';
import { WrongUse } from './wrong-use.js';

const licences = (pack: PackListing): string => [...new Set(pack.licences.map((licence) => licence.licence))].join(', ');

/** `denseql models list`: every pack that a name finds here; the active one has a star. */
export async function listModels(options: { json: boolean; catalog: boolean }): Promise<void> {
  const config = configWith({});
  const packs = await listPacks(config.MODELS_DIR);
  if (options.catalog) return listCatalog(packs, options.json);
  const active = await loadPack(config.PACK, config.MODELS_DIR).catch(() => null);
  if (options.json) return printJson(packs.map((pack) => ({ ...pack, active: pack.folder === active?.folder })));
  const rows = packs.map((pack) => [
    pack.folder === active?.folder ? '*' : '',
    pack.name,
    pack.revision ?? '',
    megabytes(pack.bytes),
    shownPrecision(pack),
    licences(pack),
    pack.source === null ? '' : `${pack.source.repository}@${pack.source.commit.slice(0, 7)}`,
    pack.problems.length === 0 ? 'complete' : pack.problems.join('; '),
    pack.folder,
  ]);
  process.stdout.write(
    `${table([['', 'NAME', 'REVISION', 'SIZE', 'PRECISION', 'LICENCES', 'FROM', 'STATE', 'FOLDER'], ...rows], [8, 6, 5, 7, 2])}\n`,
  );
}

/** Names of packs that were pulled from one of the entry's repositories. */
const pulled = (entry: CatalogEntry, packs: readonly PackListing[]): readonly string[] => {
  const repositories = [entry.repository, ...entry.sameWeights].map((repository) => repository.toLowerCase());
  return packs.filter((pack) => repositories.includes(pack.source?.repository.toLowerCase() ?? '')).map((pack) => pack.name);
};

/** What the entry's packs can do. */
export const methodsOf = (entry: CatalogEntry): string =>
  [...Object.entries(entry.forms).map(([method, forms]) => `${method} (${forms.join(', ')})`), ...entry.heads].join(', ');

/** `denseql models list --catalog`: checkpoints that are known by name, and which of them are here. */
async function listCatalog(packs: readonly PackListing[], json: boolean): Promise<void> {
  const { entries, leftOut, memoryClasses } = await readCatalog();
  if (json) return printJson(entries.map((entry) => ({ ...entry, fp32Bytes: fp32Bytes(entry), packs: pulled(entry, packs) })));
  const rows = entries.map((entry) => [
    entry.name,
    entry.repository,
    `${entry.approximate ? '~' : ''}${megabytes(fp32Bytes(entry))}`,
    entry.memory,
    String(entry.contextLength),
    entry.licence,
    entry.weights,
    methodsOf(entry),
    pulled(entry, packs).join(', '),
  ]);
  const head = ['NAME', 'REPOSITORY', 'FP32', 'MEMORY', 'TOKENS', 'LICENCE', 'WEIGHTS', 'METHODS', 'PACK HERE'];
  process.stdout.write(`${table([head, ...rows], [7, 1, 8, 5, 6])}\n`);
  process.stdout.write(
    `Memory: small up to ${memoryClasses.small} MB, medium up to ${memoryClasses.medium} MB of ${memoryClasses.rule}.\n`,
  );
  for (const { title, why } of leftOut) process.stdout.write(`Not in the list: ${title}, ${why}.\n`);
}

interface Verdict {
  readonly name: string;
  readonly ok: boolean;
  readonly problem: string | null;
}

async function verdict(name: string): Promise<Verdict> {
  const config = configWith({ PACK: name });
  try {
    const pack = await loadPack(name, config.MODELS_DIR);
    await checkPackFiles(pack.folder, pack.manifest);
    // A start of the encoder proves the golden vectors.
    await withEncoder(
      config,
      () => undefined,
      () => Promise.resolve(),
    );
    return { name, ok: true, problem: null };
  } catch (error) {
    return { name, ok: false, problem: toldError(error).message };
  }
}

/** A name of no pack is wrong use; what a damaged one is like is what was asked. */
const unlessDamaged = (error: unknown): void => {
  if (error instanceof WrongUse) throw error;
};

/** `denseql models verify`: recomputes every file's hash, then proves the runtime's numbers by the golden vectors. */
export async function verifyModels(names: readonly string[], options: { json: boolean }): Promise<void> {
  const wanted = names.length > 0 ? names : (await listPacks(configWith({}).MODELS_DIR)).map((pack) => pack.name);
  // All of them, before a minute is spent on the first.
  for (const name of names) await findPack(configWith({ PACK: name })).catch(unlessDamaged);
  const verdicts: Verdict[] = [];
  for (const name of wanted) {
    const result = await verdict(name);
    verdicts.push(result);
    if (!options.json) process.stdout.write(`${name}: ${result.problem ?? 'files and golden vectors agree'}\n`);
  }
  if (options.json) printJson(verdicts);
  if (verdicts.some((result) => !result.ok)) process.exitCode = EXIT.FAILED;
}
