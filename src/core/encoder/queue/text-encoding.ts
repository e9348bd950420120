import { setImmediate as nextTick } from 'node:timers/promises';
import { DenseqlError } from '../../errors.js';
import type { Operation } from '../../operation.js';
import type { PackManifest } from '../../packs/manifest.js';
import { scopedKey } from '../../scope.js';
import { packId } from '../contract/pack-id.js';
import { findKept } from '../store/find.js';
import type { Store } from '../store/store.js';
import type { EncodedText } from '../contract/encoder.js';
import type { JobAnswer, JobSpec } from './job.js';
import type { EncoderQueue } from './encoder-queue.js';
import type { WorkResult } from '../contract/work.js';

type Encoded = ReadonlyMap<string, EncodedText>;

/** Texts of one job, all of one scope; open to more until its work is made. */
interface Batch {
  readonly scope: string;
  readonly texts: string[];
  readonly spec: JobSpec<Encoded>;
  open: boolean;
}

/** More texts in one run bring no speed on a CPU and hold up the pictures. */
const MAX_BATCH = 64;

/**
 * Texts to vectors: out of the cache, or in batches that all callers of a tick share. Each scope has its own: what a run costs must not tell whether
 * others have asked.
 */
export class TextEncoding {
  passes = 0;
  private batches = 0;
  /** Where each text that is on its way is, by its key. */
  private readonly pending = new Map<string, Batch>();
  /** The newest batch of each scope, while it is on its way. */
  private readonly newest = new Map<string, Batch>();

  /** @param store of texts' vectors, by keys that begin with the pack's id; other encoders may share it */
  constructor(
    private readonly queue: EncoderQueue,
    private readonly manifest: PackManifest,
    private readonly store: Store<EncodedText>,
  ) {}

  async encode(texts: readonly string[], operation: Operation): Promise<readonly EncodedText[]> {
    const { scope } = operation;
    const byKey = new Map([...new Set(texts)].map((text) => [this.keyOf(text, scope), text]));
    const kept = await findKept(this.store, [...byKey.keys()], (key) => this.pending.has(key));
    const found = new Map([...kept].map(([key, encoded]) => [byKey.get(key)!, encoded]));
    const missing = [...byKey.values()].filter((text) => !found.has(text));
    operation.take('texts', missing.filter((text) => !this.pending.has(this.keyOf(text, scope))).length);
    const batches = new Set(missing.map((text) => this.place(text, scope)));
    const answers = await Promise.all([...batches].map((batch) => this.submit(batch, operation)));
    for (const { value, started } of answers) {
      if (started) operation.tally.textRuns++;
      for (const text of missing) {
        const encoded = value.get(text);
        if (encoded !== undefined) found.set(text, encoded);
      }
    }
    return texts.map((text) => {
      const encoded = found.get(text);
      if (encoded === undefined) throw new DenseqlError('ENCODER_UNAVAILABLE', `The encoder gave no vector for the text "${text}".`);
      return encoded;
    });
  }

  private async submit(batch: Batch, operation: Operation): Promise<JobAnswer<Encoded>> {
    try {
      return await this.queue.submit(batch.spec, operation);
    } catch (error) {
      // A batch that the queue never took would otherwise be found, and waited for, for ever.
      if (!this.queue.has(batch.spec.key)) this.forget(batch);
      throw error;
    }
  }

  private forget(batch: Batch): void {
    batch.open = false;
    if (this.newest.get(batch.scope) === batch) this.newest.delete(batch.scope);
    for (const text of batch.texts) {
      const key = this.keyOf(text, batch.scope);
      if (this.pending.get(key) === batch) this.pending.delete(key);
    }
  }

  private keyOf(text: string, scope: string): string {
    return `${packId(this.manifest)}:${scopedKey(scope, text)}`;
  }

  /** The batch that the text is in, or now joins. */
  private place(text: string, scope: string): Batch {
    const key = this.keyOf(text, scope);
    const known = this.pending.get(key);
    if (known !== undefined) return known;
    const newest = this.newest.get(scope);
    const batch = newest?.open === true && newest.texts.length < MAX_BATCH ? newest : this.openBatch(scope);
    batch.texts.push(text);
    this.pending.set(key, batch);
    return batch;
  }

  private openBatch(scope: string): Batch {
    const texts: string[] = [];
    const spec: JobSpec<Encoded> = {
      key: `texts:${this.batches++}`,
      bytes: 0,
      stage: 'text',
      prepare: async () => {
        // Whoever asks in this tick still comes along.
        await nextTick();
        batch.open = false;
        return { type: 'texts', texts };
      },
      finish: (result) => this.keep(batch, result),
      settled: () => this.forget(batch),
    };
    const batch: Batch = { scope, texts, spec, open: true };
    this.newest.set(scope, batch);
    return batch;
  }

  private keep({ texts, scope }: Batch, result: WorkResult): Encoded {
    this.passes++;
    const { dims } = this.manifest.text;
    const { tokens: counts } = result;
    const output = result.outputs['text'];
    if (output === undefined || output.dims.join() !== `${texts.length},${dims}` || result.nonFinite.length > 0)
      throw new DenseqlError(
        'ENCODER_UNAVAILABLE',
        `The pack ${this.manifest.name} gave wrong numbers for texts: not [${texts.length}, ${dims}] or not finite.`,
      );
    if (counts?.length !== texts.length)
      throw new DenseqlError(
        'ENCODER_UNAVAILABLE',
        `The encoder counted the tokens of ${counts?.length ?? 0} texts, ${texts.length} expected.`,
      );
    const encoded = new Map<string, EncodedText>();
    for (const [index, text] of texts.entries()) {
      // Copied, so that one vector in the cache does not keep its whole batch in memory.
      const vector = output.data.slice(index * dims, (index + 1) * dims);
      const one: EncodedText = { vector, ...counts[index]! };
      encoded.set(text, one);
      this.store.set(this.keyOf(text, scope), one).catch(() => undefined);
    }
    return encoded;
  }
}
