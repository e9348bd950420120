import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { didYouMean } from '../did-you-mean.js';
import { DenseqlError } from '../errors.js';

const Sample = z.object({
  id: z.string().min(1),
  title: z.string(),
  /** Inside the folder of samples.json. */
  file: z.string().regex(/^(?!.*\.\.)[^/\\][^\\]*$/, 'a path inside the folder of samples'),
  /** Texts worth asking for. */
  labels: z.array(z.string()),
  /** What the picture is good for, e.g. names of tasks. */
  shows: z.array(z.string()),
  licence: z.string(),
  author: z.string(),
  source: z.string(),
});

export type Sample = z.infer<typeof Sample>;

/** The pictures that come with DenseQL. */
export interface Samples {
  list(): Promise<readonly Sample[]>;
  /** The picture file's bytes. @throws UNKNOWN_SAMPLE listing the known ids */
  read(id: string): Promise<Buffer>;
}

async function load(folder: string): Promise<readonly Sample[]> {
  let text: string;
  try {
    text = await readFile(join(folder, 'samples.json'), 'utf8');
  } catch (error) {
    // An installation without samples is a whole one.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  const samples = z.array(Sample).safeParse(JSON.parse(text));
  if (!samples.success) throw new Error(`${join(folder, 'samples.json')}: ${z.prettifyError(samples.error)}`);
  return samples.data;
}

/** Samples of a folder with a samples.json, which is read on first use. */
export function createSamples(folder: string): Samples {
  let loading: Promise<readonly Sample[]> | undefined;
  const list = (): Promise<readonly Sample[]> =>
    (loading ??= load(folder).catch((error: unknown) => {
      loading = undefined;
      throw error;
    }));
  return {
    list,
    async read(id) {
      const samples = await list();
      const sample = samples.find((one) => one.id === id);
      if (sample) return readFile(join(folder, sample.file));
      const known = samples.length > 0 ? `Known: ${samples.map((one) => one.id).join(', ')}.` : 'None are installed here.';
      const meant = didYouMean(
        id.slice(0, 80),
        samples.map((one) => one.id),
      );
      throw new DenseqlError('UNKNOWN_SAMPLE', `No sample "${id.slice(0, 80)}".${meant} ${known}`);
    },
  };
}
