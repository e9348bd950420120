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
import type { TextKind } from './text-kinds.js';

/** By their names. */
type Encoded = ReadonlyMap<string, EncodedText>;

/** Texts of one job, all of one scope; open to more until its work is made. */
interface Batch<Text> {
  readonly scope: string;
  /** By their names. */
  readonly texts: Map<string, Text>;
  readonly spec: JobSpec<Encoded>;
  open: boolean;
}

/** More texts in one run bring no speed on a CPU and hold up the pictures. */
const MAX_BATCH = 64;

/**
 * Texts to vectors: out of the cache, or in batches that all callers of a tick share. Each scope has its own: what a run costs must not tell whether
 * others have asked.
 */
export class TextEncoding<Text> {
  passes = 0;
  private batches = 0;
  /** Where each text that is on its way is, by its key. */
  private readonly pending = new Map<string, Batch<Text>>();
  /** The newest batch of each scope, while it is on its way. */
  private readonly newest = new Map<string, Batch<Text>>();

  /** @param store of texts' vectors, by keys that begin with the pack's id; other encoders may share it */
  constructor(
    private readonly queue: EncoderQueue,
    private readonly manifest: PackManifest,
    private readonly store: Store<EncodedText>,
    private readonly kind: TextKind<Text>,
  ) {}

  async encode(texts: readonly Text[], operation: Operation): Promise<readonly EncodedText[]> {
    const { scope } = operation;
    const names = texts.map((text) => this.kind.nameOf(text));
    const byName = new Map(texts.map((text, index) => [names[index]!, text]));
    const byKey = new Map([...byName.keys()].map((name) => [this.keyOf(name, scope), name]));
    const kept = await findKept(this.store, [...byKey.keys()], (key) => this.pending.has(key));
    const found = new Map([...kept].map(([key, encoded]) => [byKey.get(key)!, encoded]));
    const missing = [...byKey.values()].filter((name) => !found.has(name));
    operation.take('texts', missing.filter((name) => !this.pending.has(this.keyOf(name, scope))).length);
    const batches = new Set(missing.map((name) => this.place(name, byName.get(name)!, scope)));
    const answers = await Promise.all([...batches].map((batch) => this.submit(batch, operation)));
    for (const { value, started } of answers) {
      if (started) operation.tally.textRuns++;
      for (const name of missing) {
        const encoded = value.get(name);
        if (encoded !== undefined) found.set(name, encoded);
      }
    }
    return names.map((name) => {
      const encoded = found.get(name);
      if (encoded === undefined) throw new DenseqlError('ENCODER_UNAVAILABLE', `The encoder gave no vector for the text "${name}".`);
      return encoded;
    });
  }

  private async submit(batch: Batch<Text>, operation: Operation): Promise<JobAnswer<Encoded>> {
    try {
      return await this.queue.submit(batch.spec, operation);
    } catch (error) {
      // A batch that the queue never took would otherwise be found, and waited for, for ever.
      if (!this.queue.has(batch.spec.key)) this.forget(batch);
      throw error;
    }
  }

  private forget(batch: Batch<Text>): void {
    batch.open = false;
    if (this.newest.get(batch.scope) === batch) this.newest.delete(batch.scope);
    for (const name of batch.texts.keys()) {
      const key = this.keyOf(name, batch.scope);
      if (this.pending.get(key) === batch) this.pending.delete(key);
    }
  }

  private keyOf(name: string, scope: string): string {
    return `${packId(this.manifest)}${this.kind.mark}${scopedKey(scope, name)}`;
  }

  /** The batch that the text is in, or now joins. */
  private place(name: string, text: Text, scope: string): Batch<Text> {
    const key = this.keyOf(name, scope);
    const known = this.pending.get(key);
    if (known !== undefined) return known;
    const newest = this.newest.get(scope);
    const batch = newest?.open === true && newest.texts.size < MAX_BATCH ? newest : this.openBatch(scope);
    batch.texts.set(name, text);
    this.pending.set(key, batch);
    return batch;
  }

  private openBatch(scope: string): Batch<Text> {
    const texts = new Map<string, Text>();
    const { kind } = this;
    const spec: JobSpec<Encoded> = {
      key: `${kind.what}:${this.batches++}`,
      // Of those that are in it by now: it is open to more.
      get bytes() {
        return [...texts.values()].reduce((sum, text) => sum + kind.bytesOf(text), 0);
      },
      stage: 'text',
      prepare: async () => {
        // Whoever asks in this tick still comes along.
        await nextTick();
        batch.open = false;
        return kind.work([...texts.values()]);
      },
      finish: (result) => this.keep(batch, result),
      settled: () => this.forget(batch),
    };
    const batch: Batch<Text> = { scope, texts, spec, open: true };
    this.newest.set(scope, batch);
    return batch;
  }

  private keep({ texts, scope }: Batch<Text>, result: WorkResult): Encoded {
    this.passes++;
    const { dims } = this.manifest.text;
    const { tokens: counts } = result;
    const output = result.outputs['text'];
    if (output === undefined || output.dims.join() !== `${texts.size},${dims}` || result.nonFinite.length > 0)
      throw new DenseqlError(
        'ENCODER_UNAVAILABLE',
        `The pack ${this.manifest.name} gave wrong numbers for ${this.kind.what}: not [${texts.size}, ${dims}] or not finite.`,
      );
    if (counts?.length !== texts.size)
      throw new DenseqlError(
        'ENCODER_UNAVAILABLE',
        `The encoder counted the tokens of ${counts?.length ?? 0} ${this.kind.what}, ${texts.size} expected.`,
      );
    const encoded = new Map<string, EncodedText>();
    for (const [index, name] of [...texts.keys()].entries()) {
      // Copied, so that one vector in the cache does not keep its whole batch in memory.
      const vector = output.data.slice(index * dims, (index + 1) * dims);
      const one: EncodedText = { vector, ...counts[index]! };
      encoded.set(name, one);
      this.store.set(this.keyOf(name, scope), one).catch(() => undefined);
    }
    return encoded;
  }
}
