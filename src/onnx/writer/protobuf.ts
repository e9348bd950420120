/** Wire types of protobuf. */
const VARINT = 0;
const BYTES = 2;
const FIXED32 = 5;

/** A non-negative integer, or a negative one as its 64-bit two's complement, in groups of seven bits. */
function varint(value: number | bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

/**
 * One protobuf message as the pieces it consists of. Payloads are kept by reference and never copied, so that a message may hold
 * tensors of any size; `pieces` in order are its bytes.
 */
export class Message {
  readonly pieces: Uint8Array[] = [];
  length = 0;

  private push(piece: Uint8Array): void {
    this.pieces.push(piece);
    this.length += piece.byteLength;
  }

  private tag(field: number, wire: number): void {
    this.push(varint((field << 3) | wire));
  }

  integer(field: number, value: number | bigint): this {
    this.tag(field, VARINT);
    this.push(varint(value));
    return this;
  }

  float(field: number, value: number): this {
    this.tag(field, FIXED32);
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    this.push(bytes);
    return this;
  }

  bytes(field: number, value: Uint8Array): this {
    this.tag(field, BYTES);
    this.push(varint(value.byteLength));
    if (value.byteLength > 0) this.push(value);
    return this;
  }

  string(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  message(field: number, value: Message): this {
    this.tag(field, BYTES);
    this.push(varint(value.length));
    for (const piece of value.pieces) this.push(piece);
    return this;
  }
}
