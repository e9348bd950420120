import { DenseqlError } from '../../core/errors.js';
import { tellingInterruption } from '../interruption.js';
import { toldError, type ToldError } from '../told-error.js';
import { manyProgress } from './many-progress.js';

/** While one picture is in the encoder, the next one is read and decoded. */
const AT_ONCE = 2;

/** A picture that gave no answer, and why. */
export interface FailedPicture {
  readonly picture: string;
  readonly problem: string;
  readonly code: ToldError['code'];
}

export function failedPicture(picture: string, error: unknown): FailedPicture {
  const { message, code } = toldError(error);
  return { picture, problem: message, code };
}

/** Whatever is asked next fails the same way. */
const isFatal = (error: unknown): boolean => DenseqlError.is(error) && error.code === 'ENCODER_UNAVAILABLE';

export interface EachPicture<Job> {
  readonly jobs: readonly Job[];
  readonly pathOf: (job: Job) => string;
  readonly work: (job: Job) => Promise<void>;
  /** What there is when it is interrupted, e.g. `nothing was written`. */
  readonly kept: string;
  /** Silent. */
  readonly quiet: boolean;
  readonly say: (line: string) => void;
}

/**
 * Works on many pictures, showing how far it is. One that fails is told at once, and the others go on.
 * @returns those that failed, in the order of the jobs
 * @throws ENCODER_UNAVAILABLE, which no further picture would change
 */
export async function eachPicture<Job>({ jobs, pathOf, work, kept, quiet, say }: EachPicture<Job>): Promise<FailedPicture[]> {
  const waiting = [...jobs.entries()];
  const failed = new Map<number, FailedPicture>();
  const progress = await manyProgress(jobs.length, quiet, say);
  let done = 0;
  const run = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, job] = next;
      try {
        await work(job);
      } catch (error) {
        if (isFatal(error)) {
          waiting.length = 0;
          throw error;
        }
        const failure = failedPicture(pathOf(job), error);
        failed.set(index, failure);
        progress.tell(`${failure.picture}: ${failure.problem}`);
      }
      progress.at(++done);
    }
  };
  const interrupted = (): string => {
    progress.close();
    return `${done} of ${jobs.length} ${jobs.length === 1 ? 'picture' : 'pictures'} ${done === 1 ? 'is' : 'are'} done; ${kept}.`;
  };
  try {
    await tellingInterruption(interrupted, quiet, () => Promise.all(Array.from({ length: AT_ONCE }, run)));
  } finally {
    progress.close();
  }
  return [...failed].sort(([a], [b]) => a - b).map(([, failure]) => failure);
}

/** The end of a run: those that failed once more, together. */
export function tellFailed(failed: readonly FailedPicture[]): void {
  if (failed.length === 0) return;
  const lines = failed.map(({ picture, problem }) => `  ${picture}: ${problem}`);
  process.stderr.write(`${failed.length} ${failed.length === 1 ? 'picture' : 'pictures'} failed:\n${lines.join('\n')}\n`);
}
