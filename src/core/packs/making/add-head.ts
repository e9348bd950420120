import { copyFile, mkdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { z } from 'zod';
import { badInput } from '../../errors.js';
import { listFiles, revisionOf } from './list-files.js';
import { invalidPack } from '../invalid-pack.js';
import { loadPack, projectModels } from '../load-pack.js';
import { PackManifest } from '../manifest.js';
import { readJson } from '../read-json.js';

/** A head in a folder of its own: `<plugin>.json`, with the names of the files beside it. What else it says is the plugin's business. */
const Named = z.string().regex(/^[\w][\w.-]*$/, 'a file beside the manifest');
const HeadFolder = z.looseObject({ graph: Named, data: Named.optional() });

export interface AddHeadCall {
  /** Name or path of the pack. */
  readonly pack: string;
  readonly plugin: string;
  /** As `models convert` or a training writes it. */
  readonly folder: string;
  readonly replace: boolean;
  readonly modelsDir: string;
}

/** Beside its place first: whoever has the old file open keeps it. */
async function put(write: (file: string) => Promise<void>, to: string): Promise<void> {
  const beside = join(dirname(to), `.${basename(to)}.${process.pid}`);
  try {
    await write(beside);
    await rename(beside, to);
  } finally {
    await rm(beside, { force: true });
  }
}

/**
 * Puts a plugin's head into a pack: files to `heads/<plugin>/`, the manifest under `heads` in pack.json, hashes and revision anew.
 *
 * @returns the pack's folder and manifest
 * @throws BAD_INPUT for a plugin that is no name, a pack of the project itself, or a head that is there already; PACK_INVALID naming the file
 */
export async function addHead({
  pack: name,
  plugin,
  folder,
  replace,
  modelsDir,
}: AddHeadCall): Promise<{ folder: string; manifest: PackManifest }> {
  if (!/^[a-z][a-z0-9-]*$/.test(plugin))
    throw badInput('plugin', `"${plugin}" is no name of a plugin: lower case letters, digits and hyphens.`);
  const pack = await loadPack(name, modelsDir);
  const place = await realpath(pack.folder);
  if (place.startsWith((await realpath(projectModels())) + sep) || place.includes(join(sep, 'node_modules', sep)))
    throw badInput(
      'pack',
      `${pack.manifest.name} belongs to DenseQL itself, or to an installed package, and is not changed. Copy its folder elsewhere and name the copy's path.`,
    );
  if (plugin in pack.manifest.heads && !replace)
    throw badInput('plugin', `the pack ${pack.manifest.name} has a head for ${plugin} already; --replace puts this one in its place.`);
  const from = resolve(folder);
  const head = await readJson(join(from, `${plugin}.json`), HeadFolder);

  const below = `heads/${plugin}`;
  await mkdir(join(pack.folder, below), { recursive: true });
  const own = head.data === undefined ? [head.graph] : [head.graph, head.data];
  for (const file of own)
    await put((to) => copyFile(join(from, file), to), join(pack.folder, below, file)).catch((error: NodeJS.ErrnoException) => {
      throw invalidPack(join(from, file), `cannot be copied: ${error.code ?? 'unknown'}`);
    });
  const paths = own.map((file) => `${below}/${file}`);
  const entry = { ...head, graph: paths[0], ...(head.data === undefined ? {} : { data: paths[1] }) };
  const others = pack.manifest.files.filter(({ path }) => !paths.includes(path));
  const files = [...others, ...(await listFiles(pack.folder, paths))].sort((a, b) => (a.path < b.path ? -1 : 1));
  const version = pack.manifest.revision.replace(/-[0-9a-f]{12}$/, '');
  const heads = { ...pack.manifest.heads, [plugin]: entry };
  const manifest = PackManifest.parse({ ...pack.manifest, heads, files, revision: revisionOf(version, files, pack.manifest.text) });
  await put((to) => writeFile(to, `${JSON.stringify(manifest, null, 2)}\n`), join(pack.folder, 'pack.json'));
  return { folder: pack.folder, manifest };
}
