import type { Config } from '../config.js';
import { packId } from '../encoder/contract/pack-id.js';
import type { Encoder } from '../encoder/contract/encoder.js';
import { badInput, DenseqlError } from '../errors.js';
import type { Detail } from '../images/encoder-size.js';
import { OnceAnOperation } from '../once.js';
import type { Operation } from '../operation.js';
import { checkText } from '../text/check-texts.js';
import type { OpenVisual } from '../visual/open-visual.js';
import { Database, type DatabaseLog } from './database/database.js';
import { Learnt } from './learnt.js';
import { expectPack, otherPack } from './expect-pack.js';
import { OpenSet } from './open-set.js';
import { putPictures, type Keeping } from './put-pictures.js';
import type { ReferenceItem, ReferenceSetInfo } from './reference-set.js';
import type { ReferenceInput } from './read-inputs.js';
import { SetStore } from './set-store.js';

export interface ReferenceSetsParts {
  readonly config: Pick<Config, 'SETS_BYTES' | 'CLIENT_SETS_BYTES' | 'LEARNT_BYTES' | 'MAX_LABEL_LENGTH' | 'DEADLINE_MS'>;
  readonly folder: string;
  /** Why there are none; null: there are. */
  readonly off: string | null;
  readonly open: OpenVisual;
  readonly log?: DatabaseLog;
}

/** What the file takes beside features. */
const ROOM_BESIDE = 64 * 1024 * 1024;

/**
 * Sets of pictures that the server keeps, as features, across restarts: good parts, examples of classes, pictures to search among. Those of each owner (API key) are
 * known to it alone.
 *
 * All throw SETS_FORBIDDEN where they are off, and STORE_FAILED.
 */
export class ReferenceSets {
  private readonly database: Database;
  private readonly store: SetStore;
  private readonly learnt: Learnt;
  private readonly opened = new OnceAnOperation<OpenSet>();

  constructor(private readonly parts: ReferenceSetsParts) {
    const { config, folder, log } = parts;
    this.database = new Database(folder, config.SETS_BYTES + ROOM_BESIDE, log);
    this.store = new SetStore(this.database, config);
    this.learnt = new Learnt(config.LEARNT_BYTES, config.DEADLINE_MS);
  }

  async list(operation: Operation): Promise<readonly ReferenceSetInfo[]> {
    return this.store.list(this.ownerOf(operation));
  }

  /** @throws SET_NOT_FOUND */
  async find(id: string, operation: Operation): Promise<ReferenceSetInfo> {
    return this.store.find(this.ownerOf(operation), id);
  }

  /** Items of a set that was found, in the order in which they were added. */
  async items(
    { id }: ReferenceSetInfo,
    { first, offset }: { readonly first: number; readonly offset: number },
  ): Promise<readonly ReferenceItem[]> {
    return this.store.items(id, first, offset);
  }

  /**
   * Makes a set of pictures, which may be none: a pass for each that is not known.
   * @throws BAD_INPUT, LIMIT_EXCEEDED, whatever `image(source:)` and its passes fail with; nothing is kept then
   */
  async create(
    {
      name,
      items,
      detail,
      encoder,
    }: { readonly name: string; readonly items: readonly ReferenceInput[]; readonly detail: Detail; readonly encoder: Encoder },
    operation: Operation,
  ): Promise<ReferenceSetInfo> {
    const owner = this.ownerOf(operation);
    const checked = checkText(name, 'name', this.parts.config.MAX_LABEL_LENGTH);
    const { manifest } = encoder;
    const set = { name: checked, encoder: manifest.name, packId: packId(manifest), detail };
    return putPictures(this.keeping, { owner, set, inputs: items, view: { encoder, detail } }, operation);
  }

  /**
   * Adds pictures to a set, all of them or none; equal ones are there once, so that asking again does no harm.
   * @param encoderOf the encoder of a name, for the set's own
   * @throws as {@link create}; SET_NOT_FOUND
   */
  async add(
    {
      id,
      items,
      encoderOf,
    }: { readonly id: string; readonly items: readonly ReferenceInput[]; readonly encoderOf: (name: string) => Promise<Encoder> },
    operation: Operation,
  ): Promise<ReferenceSetInfo> {
    const owner = this.ownerOf(operation);
    const info = await this.store.find(owner, id);
    if (items.length === 0) throw badInput('items', 'needs at least one picture.');
    const encoder = await encoderOf(info.encoder).catch((error: unknown) => {
      throw DenseqlError.is(error) && error.code === 'BAD_INPUT'
        ? otherPack(info, 'id', `the encoder "${info.encoder}", which is not here`)
        : error;
    });
    expectPack(info, encoder, 'id');
    return this.changed(
      await putPictures(this.keeping, { owner, set: id, inputs: items, view: { encoder, detail: info.detail } }, operation),
    );
  }

  /** @param items ids; those that are not there do no harm @throws SET_NOT_FOUND */
  async remove(id: string, items: readonly string[], operation: Operation): Promise<ReferenceSetInfo> {
    return this.changed(await this.store.remove(this.ownerOf(operation), id, items));
  }

  /** @throws SET_NOT_FOUND */
  async delete(id: string, operation: Operation): Promise<void> {
    await this.store.delete(this.ownerOf(operation), id);
    this.learnt.changed(id, null);
  }

  /**
   * A set to compare with, as it is now: all of an operation see the same of it, whatever is added meanwhile.
   * @param encoder that sees the picture to compare
   * @param field where the client wrote the id, for errors
   * @throws SET_NOT_FOUND; BAD_INPUT where the set is of another pack
   */
  async open(id: string, encoder: Encoder, field: string, operation: Operation): Promise<OpenSet> {
    const owner = this.ownerOf(operation);
    return this.opened.get(operation, JSON.stringify([packId(encoder.manifest), id]), async () => {
      const { info, items } = await this.store.open(owner, id);
      expectPack(info, encoder, field);
      return new OpenSet({ info, items, owner, manifest: encoder.manifest, store: this.store, learnt: this.learnt });
    });
  }

  private get keeping(): Keeping {
    return { ...this.parts, store: this.store };
  }

  private changed(info: ReferenceSetInfo): ReferenceSetInfo {
    this.learnt.changed(info.id, info.content);
    return info;
  }

  close(): Promise<void> {
    this.learnt.close();
    return this.database.close();
  }

  /** @throws SETS_FORBIDDEN */
  private ownerOf({ client }: Operation): string {
    if (this.parts.off === null) return client.owner;
    throw new DenseqlError('SETS_FORBIDDEN', `Reference sets are off here: ${this.parts.off}`);
  }
}
