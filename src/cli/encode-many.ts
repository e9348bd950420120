import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { badInput } from '../core/errors.js';
import { exists } from '../core/exists.js';
import type { EncodeOptions } from './encode-options.js';
import { encodeNpz } from './npz.js';
import { EXIT, printJson, progress } from './output.js';
import { pictureFeatures } from './picture-features.js';
import { configWith, withEncoder } from './session.js';

/** While one picture is in the encoder, the next one is read and decoded. */
const AT_ONCE = 2;
const TELL_EVERY_MS = 10_000;

/** Paths of the list with the file that each one's features go into. @throws BAD_INPUT when two would share one */
async function planned(list: string, outDir: string): Promise<Map<string, string>> {
  const plan = new Map<string, string>();
  for (const line of (await readFile(list, 'utf8')).split('\n')) {
    const picture = line.trim();
    if (picture === '') continue;
    const out = join(outDir, `${basename(picture, extname(picture))}.npz`);
    if (plan.has(out)) throw badInput('--list', `${picture} and ${plan.get(out)} would both be written to ${out}.`);
    plan.set(out, picture);
  }
  return plan;
}

/**
 * Features of many pictures with one encoder, one .npz each. What is there already is not made again, so that an interrupted run
 * resumes where it was; a picture that fails is told and the others go on.
 */
export async function encodeMany(options: EncodeOptions & { readonly list: string; readonly outDir: string }): Promise<void> {
  const { list, outDir } = options;
  // Features are written at once and never asked for again.
  const config = { ...configWith({ PACK: options.pack }), CACHE_BYTES: 1 };
  const say = progress(options.json);
  await mkdir(outDir, { recursive: true });
  const waiting: [string, string][] = [];
  for (const job of await planned(list, outDir)) if (!(await exists(job[0]))) waiting.push(job);
  const failed: { picture: string; problem: string }[] = [];
  let done = 0;
  await withEncoder(config, say, async (encoder) => {
    const total = waiting.length;
    const started = performance.now();
    let told = started;
    const work = async (): Promise<void> => {
      for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
        const [out, picture] = job;
        try {
          const { arrays } = await pictureFeatures(picture, encoder, config, options);
          await writeFile(`${out}.part`, encodeNpz(arrays, options.half));
          await rename(`${out}.part`, out);
          done++;
        } catch (error) {
          const problem = error instanceof Error ? error.message : String(error);
          failed.push({ picture, problem });
          say(`${picture}: ${problem}`);
        }
        const now = performance.now();
        const each = (now - started) / (done + failed.length);
        if (now - told < TELL_EVERY_MS) continue;
        told = now;
        say(
          `${done + failed.length} of ${total}, ${(1000 / each).toFixed(1)} pictures/s, ${Math.ceil((each * (total - done - failed.length)) / 1000)} s left`,
        );
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  });
  if (options.json) printJson({ outDir, written: done, failed });
  else say(`wrote ${done} files to ${outDir}${failed.length > 0 ? `; ${failed.length} pictures failed` : ''}`);
  if (failed.length > 0) process.exitCode = EXIT.FAILED;
}
