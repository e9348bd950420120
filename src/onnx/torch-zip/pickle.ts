import { CheckpointError } from '../checkpoint-error.js';
import { called, Global, namedGlobal, storageOf, type Value } from './pickle-values.js';

const MARK = Symbol('mark');
type Cell = Value | typeof MARK;

/**
 * Reads the few operations of pickle that torch.save writes for dictionaries of tensors, protocols 2 to 4. It is a parser: an operation
 * makes data or it is refused, nothing is imported, looked up or called. Time and memory grow with the file's length alone; `memo` hands
 * out references, never copies.
 * @throws CheckpointError naming the operation or the name that is refused
 */
export function readPickle(bytes: Buffer, file: string): Value {
  const stack: Cell[] = [];
  const memo = new Map<number, Value>();
  let at = 0;

  const broken = (what: string): CheckpointError => new CheckpointError(file, `has a pickle that ${what} at byte ${at}`);
  const take = (count: number): Buffer => {
    if (count < 0 || at + count > bytes.length) throw broken('is cut off');
    at += count;
    return bytes.subarray(at - count, at);
  };
  const line = (): string => {
    const end = bytes.indexOf(10, at);
    if (end < 0) throw broken('is cut off');
    const text = take(end - at).toString('utf8');
    at += 1;
    return text;
  };
  const push = (value: Cell): void => void stack.push(value);
  const pop = (): Value => {
    const value = stack.pop();
    if (value === undefined || value === MARK) throw broken('takes from an empty stack');
    return value;
  };
  const top = (): Value => {
    const value = pop();
    stack.push(value);
    return value;
  };
  const toMark = (): Value[] => {
    const mark = stack.lastIndexOf(MARK);
    if (mark < 0) throw broken('misses a mark');
    return stack.splice(mark).slice(1) as Value[];
  };
  const popMany = (count: number): Value[] => Array.from({ length: count }, pop).reverse();
  const text = (): string => {
    const value = pop();
    if (typeof value !== 'string') throw broken('has no text where one belongs');
    return value;
  };
  const remember = (index: number): void => void memo.set(index, top());
  const recall = (index: number): void => {
    const value = memo.get(index);
    if (value === undefined) throw broken('recalls what it never kept');
    push(value);
  };
  const put = (pairs: readonly Value[]): void => {
    const map = top();
    if (!(map instanceof Map) || pairs.length % 2 !== 0) throw broken('puts entries into something else than a dictionary');
    for (let index = 0; index < pairs.length; index += 2) {
      const [key, value] = [pairs[index], pairs[index + 1]];
      if (typeof key !== 'string' && typeof key !== 'number') throw broken('has a key that is neither text nor number');
      map.set(key, value as Value);
    }
  };
  const append = (values: readonly Value[]): void => {
    const list = top();
    if (!Array.isArray(list)) throw broken('appends to something else than a list');
    for (const value of values) list.push(value);
  };
  /** Two's complement, as long as it fits. */
  const long = (count: number): number => {
    if (count === 0) return 0;
    if (count > 8) throw broken('has an integer of more than 64 bits');
    const value = Number(
      BigInt.asIntN(
        8 * count,
        take(count).reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n),
      ),
    );
    return value;
  };
  const size64 = (): number => Number(take(8).readBigUInt64LE());

  const operations: Readonly<Record<number, () => void>> = {
    0x80: () => void take(1), // PROTO
    0x95: () => void take(8), // FRAME
    0x28: () => push(MARK),
    0x4e: () => push(null),
    0x88: () => push(true),
    0x89: () => push(false),
    0x4a: () => push(take(4).readInt32LE()), // BININT
    0x4b: () => push(take(1).readUInt8()), // BININT1
    0x4d: () => push(take(2).readUInt16LE()), // BININT2
    0x8a: () => push(long(take(1).readUInt8())), // LONG1
    0x47: () => push(take(8).readDoubleBE()), // BINFLOAT
    0x58: () => push(take(take(4).readUInt32LE()).toString('utf8')), // BINUNICODE
    0x8c: () => push(take(take(1).readUInt8()).toString('utf8')), // SHORT_BINUNICODE
    0x8d: () => push(take(size64()).toString('utf8')), // BINUNICODE8
    0x7d: () => push(new Map()), // EMPTY_DICT
    0x5d: () => push([]), // EMPTY_LIST
    0x29: () => push([]), // EMPTY_TUPLE
    0x74: () => push(toMark()), // TUPLE
    0x85: () => push(popMany(1)), // TUPLE1
    0x86: () => push(popMany(2)), // TUPLE2
    0x87: () => push(popMany(3)), // TUPLE3
    0x73: () => put(popMany(2)), // SETITEM
    0x75: () => put(toMark()), // SETITEMS
    0x61: () => append(popMany(1)), // APPEND
    0x65: () => append(toMark()), // APPENDS
    0x71: () => remember(take(1).readUInt8()), // BINPUT
    0x72: () => remember(take(4).readUInt32LE()), // LONG_BINPUT
    0x94: () => remember(memo.size), // MEMOIZE
    0x68: () => recall(take(1).readUInt8()), // BINGET
    0x6a: () => recall(take(4).readUInt32LE()), // LONG_BINGET
    0x63: () => push(namedGlobal(file, line(), line())), // GLOBAL
    // STACK_GLOBAL
    0x93: () => {
      const name = text();
      push(namedGlobal(file, text(), name));
    },
    0x51: () => push(storageOf(file, pop())), // BINPERSID
    // REDUCE
    0x52: () => {
      const args = pop();
      push(called(file, pop(), args));
    },
    // BUILD: the versions of modules (`_metadata`) that an OrderedDict carries, of no use here.
    0x62: () => {
      pop();
      if (!(top() instanceof Map)) throw broken('sets attributes of something else than a dictionary');
    },
  };

  for (;;) {
    const operation = take(1).readUInt8();
    if (operation === 0x2e) break;
    const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
    if (run === undefined) throw broken(`uses the operation 0x${operation.toString(16)}, which torch.save does not write,`);
    run();
  }
  const result = pop();
  if (stack.length > 0 || result instanceof Global) throw broken('ends in the middle');
  return result;
}
