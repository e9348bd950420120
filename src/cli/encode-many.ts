import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { exists } from '../core/exists.js';
import type { EncodeOptions } from './encode-options.js';
import { encodeNpz } from './npz.js';
import { EXIT, printJson, progress } from './output.js';
import { pictureFeatures } from './picture-features.js';
import { eachPicture, tellFailed, type FailedPicture } from './pictures/each-picture.js';
import type { FoundPicture } from './pictures/find-pictures.js';
import { inspectedPicture } from './pictures/read-picture.js';
import { configWith, withEncoder } from './session.js';
import { toldError } from './told-error.js';
import { makeOutFolder } from './writable.js';
import { wrongUse } from './wrong-use.js';

interface Job {
  readonly picture: string;
  /** The file that its features go into. */
  readonly out: string;
}

/** Pictures of a list, one path a line. @throws WrongUse when there is none, or when two would share a file */
export async function jobsOfList(list: string, outDir: string): Promise<readonly Job[]> {
  const jobs = new Map<string, Job>();
  const text = await readFile(list, 'utf8').catch((error: unknown) => {
    throw wrongUse('--list', toldError(error).message);
  });
  for (const line of text.split('\n')) {
    const picture = line.trim();
    if (picture === '') continue;
    const out = join(outDir, `${basename(picture, extname(picture))}.npz`);
    const other = jobs.get(out);
    if (other !== undefined) throw wrongUse('--list', `${picture} and ${other.picture} would both be written to ${out}. Rename one.`);
    jobs.set(out, { picture, out });
  }
  if (jobs.size === 0) throw wrongUse('--list', `${list} names no picture: it needs a path on each line.`);
  return [...jobs.values()];
}

export const jobsOfPictures = (pictures: readonly FoundPicture[], outDir: string): readonly Job[] =>
  pictures.map(({ path, name }) => ({ picture: path, out: join(outDir, `${name}.npz`) }));

/**
 * Features of many pictures with one encoder, one .npz each. What is there already is not made again, so that an interrupted run
 * resumes where it was; a picture that fails is told and the others go on.
 * @param failedBefore seen before any work
 */
export async function encodeMany(
  options: EncodeOptions & { readonly outDir: string },
  outputs: readonly string[],
  jobs: readonly Job[],
  failedBefore: readonly FailedPicture[],
): Promise<void> {
  const { outDir, json } = options;
  // Features are written at once and never asked for again.
  const config = { ...configWith({ PACK: options.pack }), CACHE_BYTES: 1 };
  const say = progress(json);
  await makeOutFolder('--out-dir', outDir);
  const waiting: Job[] = [];
  for (const job of jobs) if (!(await exists(job.out))) waiting.push(job);
  const there = jobs.length - waiting.length;
  if (there > 0) say(`${there} of ${jobs.length} are there already`);
  const encodeAll = async (): Promise<readonly FailedPicture[]> =>
    waiting.length === 0
      ? []
      : withEncoder(config, say, (encoder) => {
          const work = async ({ picture, out }: Job): Promise<void> => {
            const { arrays } = await pictureFeatures(await inspectedPicture(picture, config), encoder, options, outputs);
            await mkdir(dirname(out), { recursive: true });
            await writeFile(`${out}.part`, encodeNpz(arrays, options.half));
            await rename(`${out}.part`, out);
          };
          return eachPicture({
            jobs: waiting,
            pathOf: ({ picture }) => picture,
            work,
            kept: `their features in ${outDir} are kept, and the same command goes on from there`,
            quiet: json,
            say,
          });
        });
  const late = await encodeAll();
  const failed = [...failedBefore, ...late];
  const written = waiting.length - late.length;
  if (json) printJson({ outDir, written, failed });
  else say(`wrote ${written} ${written === 1 ? 'file' : 'files'} to ${outDir}`);
  if (failed.length === 0) return;
  process.exitCode = EXIT.FAILED;
  if (!json) tellFailed(failed);
}
