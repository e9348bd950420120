import { basename, join } from 'node:path';
import type { Command, Option } from 'commander';
import { nearest } from '../core/did-you-mean.js';
import { badInput, DenseqlError } from '../core/errors.js';
import type { CatalogEntry } from '../core/packs/catalog.js';
import { findInCatalog, readCatalog } from '../core/packs/catalog.js';
import { compilePack, type CompilePackCall } from '../core/packs/making/compile-pack.js';
import { checkCompute, checkPackName } from '../core/packs/making/pack-options.js';
import { checkPlace } from '../core/packs/making/compiling-folder.js';
import { readHubEnvironment } from '../core/packs/hub/environment.js';
import { parseRepository } from '../core/packs/hub/names.js';
import type { Pulled } from '../core/packs/hub/pull-repository.js';
import { pullRepository } from '../core/packs/hub/pull-repository.js';
import type { PackManifest } from '../core/packs/manifest.js';
import { packsFolder } from '../core/packs/packs-folder.js';
import { progress } from './output.js';
import {
  computeOption,
  inputsEmbedsOption,
  interruptible,
  noteLines,
  precisionOption,
  replaceOption,
  stageLines,
  tellPack,
} from './pack-making.js';
import { pullProgress } from './pull-progress.js';
import { configWith } from './session.js';
import { checkUse, wrongUse } from './wrong-use.js';

export interface PullOptions {
  name?: string;
  precision: PackManifest['precision'];
  compute: NonNullable<CompilePackCall['compute']>;
  inputsEmbeds: boolean;
  json: boolean;
  replace: boolean;
}

interface Wanted {
  /** Default name of the pack. */
  readonly name: string;
  readonly repository: string;
  readonly revision: string;
  readonly catalog: CatalogEntry | null;
}

/** A name of the catalog, or a repository, each with or without `@revision`. @throws WrongUse for a name that is nearly one of the catalog */
async function findWanted(text: string): Promise<Wanted> {
  const { repository, revision } = await checkUse(() => parseRepository(text));
  const catalog = await findInCatalog(repository);
  const names = (await readCatalog()).entries.map(({ name }) => name);
  const near = catalog === null && !repository.includes('/') ? nearest(repository, names) : null;
  if (near !== null) throw wrongUse('repository', `${repository} is no name of the catalog. Did you mean ${near}?`);
  if (catalog?.name === repository.toLowerCase()) return { name: catalog.name, repository: catalog.repository, revision, catalog };
  return { name: basename(repository), repository, revision, catalog };
}

async function fetchCheckpoint(
  { repository, revision, catalog }: Wanted,
  quiet: boolean,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<Pulled> {
  const environment = await checkUse(() => readHubEnvironment());
  say(`${environment.offline ? 'looking in the cache for' : 'pulling'} ${repository}@${revision}`);
  const shown = await pullProgress(quiet, say);
  try {
    return await pullRepository({ repository, revision, environment, signal, onProgress: (event) => shown.show(event) });
  } catch (error) {
    // The best known repositories are the oldest ones, which often have pickles alone.
    if (DenseqlError.is(error) && error.details['pickled'] === true && catalog !== null && catalog.repository !== repository)
      throw new DenseqlError(
        error.code,
        `${error.message} The catalog knows the same weights as ${catalog.name} (${catalog.repository}).`,
        error.details,
        { cause: error },
      );
    throw error;
  } finally {
    shown.close();
  }
}

/** `denseql models pull`: a checkpoint from the hub into its cache, and from there to a pack. */
export async function pullModel(text: string, options: PullOptions): Promise<void> {
  const config = configWith({}, { makes: true });
  const wanted = await findWanted(text);
  const name = options.name ?? wanted.name;
  await checkUse(() => checkPackName(name));
  await checkUse(() => checkCompute(options));
  const out = join(packsFolder(config.MODELS_DIR), name);
  // Before hundreds of megabytes come for nothing.
  await checkPlace(out, options.replace).catch((error: unknown) => {
    throw DenseqlError.is(error)
      ? badInput('name', `${out} is there already. --name gives another name, --replace replaces a pack.`)
      : error;
  });
  const say = progress(options.json);
  const { notes, onNote } = noteLines(say);
  await interruptible(async (signal) => {
    const pulled = await fetchCheckpoint(wanted, options.json, say, signal);
    const { commit, licence } = pulled;
    const manifest = await compilePack({
      checkpoint: pulled.folder,
      out,
      name,
      licences: [
        { part: 'checkpoint', licence: licence ?? wanted.catalog?.licence ?? 'not stated', source: `${wanted.repository}@${commit}` },
      ],
      source: { repository: wanted.repository, commit },
      precision: options.precision,
      compute: options.compute,
      inputsEmbeds: options.inputsEmbeds,
      replace: options.replace,
      config,
      onStage: stageLines(say),
      onNote,
      signal,
    });
    tellPack(manifest, out, options.json, say, { pulled, notes });
  });
}

/** Adds `pull` to `denseql models`. */
export function addPullCommand(models: Command, json: () => Option): void {
  models
    .command('pull <repository>')
    .description('fetch a checkpoint from the hub (org/name, org/name@revision, or a name of list --catalog) and make a pack of it')
    .option('--name <name>', "name of the pack; default: the catalog's or the repository's")
    .addOption(precisionOption())
    .addOption(computeOption())
    .addOption(inputsEmbedsOption())
    .addOption(replaceOption())
    .addOption(json())
    .action(pullModel);
}
