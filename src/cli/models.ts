import { checkPackFiles } from '../core/packs/verify-pack.js';
import { listPacks } from '../core/packs/list-packs.js';
import { loadPack } from '../core/packs/load-pack.js';
import { EXIT, printJson, table } from './output.js';
import { configWith, withEncoder } from './session.js';

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** `denseql models list`: every pack that a name finds here. */
export async function listModels(options: { json: boolean }): Promise<void> {
  const packs = await listPacks(configWith({}).MODELS_DIR);
  if (options.json) return printJson(packs);
  const rows = packs.map((pack) => [
    pack.name,
    pack.revision ?? '',
    megabytes(pack.bytes),
    [...new Set(pack.licences.map((licence) => licence.licence))].join(', '),
    pack.problems.length === 0 ? 'complete' : pack.problems.join('; '),
  ]);
  process.stdout.write(`${table([['NAME', 'REVISION', 'SIZE', 'LICENCES', 'STATE'], ...rows])}\n`);
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
    return { name, ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
}

/** `denseql models verify`: recomputes every file's hash, then proves the runtime's numbers by the golden vectors. */
export async function verifyModels(names: readonly string[], options: { json: boolean }): Promise<void> {
  const wanted = names.length > 0 ? names : (await listPacks(configWith({}).MODELS_DIR)).map((pack) => pack.name);
  const verdicts: Verdict[] = [];
  for (const name of wanted) {
    const result = await verdict(name);
    verdicts.push(result);
    if (!options.json) process.stdout.write(`${name}: ${result.problem ?? 'files and golden vectors agree'}\n`);
  }
  if (options.json) printJson(verdicts);
  if (verdicts.some((result) => !result.ok)) process.exitCode = EXIT.FAILED;
}
