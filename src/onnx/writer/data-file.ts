import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { type DataType, elements, ELEMENT_BYTES, type ExternalTensor } from './tensors.js';

/** Pages of this size can be mapped by every common system. */
const ALIGNMENT = 4096;

/** A tensor to be written; `read` gives its bytes (little-endian) piece by piece, once, when its turn comes. */
export interface PlannedTensor {
  readonly type: DataType;
  readonly dims: readonly number[];
  read(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/**
 * A file of weights beside one graph or several: first planned, so that offsets are known while graphs are built, then written in
 * one pass. Nothing is kept in memory but the piece in hand.
 */
export class DataFile {
  private readonly planned: { readonly tensor: PlannedTensor; readonly place: ExternalTensor }[] = [];
  private end = 0;

  /** @param location file name relative to the graphs' folder */
  constructor(readonly location: string) {}

  /** Size in bytes once written. */
  get bytes(): number {
    return this.end;
  }

  add(tensor: PlannedTensor): ExternalTensor {
    const offset = Math.ceil(this.end / ALIGNMENT) * ALIGNMENT;
    const bytes = elements(tensor.dims) * ELEMENT_BYTES[tensor.type];
    const place = { type: tensor.type, dims: tensor.dims, location: this.location, offset, bytes };
    this.planned.push({ tensor, place });
    this.end = offset + bytes;
    return place;
  }

  /**
   * @param onBytes called with the bytes of every piece (padding included)
   * @throws Error when a tensor gives fewer or more bytes than planned; `signal.reason` when aborted
   */
  async write(folder: string, { onBytes, signal }: { onBytes?: (bytes: number) => void; signal?: AbortSignal } = {}): Promise<void> {
    const file = await open(join(folder, this.location), 'w');
    try {
      let position = 0;
      const put = async (piece: Uint8Array): Promise<void> => {
        signal?.throwIfAborted();
        // `write` may take less than it is given.
        for (let done = 0; done < piece.byteLength;) done += (await file.write(piece, done, piece.byteLength - done)).bytesWritten;
        position += piece.byteLength;
        onBytes?.(piece.byteLength);
      };
      for (const { tensor, place } of this.planned) {
        await put(new Uint8Array(place.offset - position));
        for await (const piece of tensor.read()) await put(piece);
        if (position !== place.offset + place.bytes)
          throw new Error(`${this.location}: a tensor of ${place.bytes} bytes gave ${position - place.offset}.`);
      }
    } finally {
      await file.close();
    }
  }
}
