import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One tensor as a safetensors file holds it. */
export interface RawTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}
export type RawTensors = Map<string, RawTensor>;

export const TINY = fileURLToPath(new URL('../fixtures/clip/clip-tiny-b16', import.meta.url));

const made: string[] = [];

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'denseql-onnx-'));
  made.push(folder);
  return folder;
}

/** For the end of a test file. */
export function removeFolders(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export function readTensors(file: string): RawTensors {
  const bytes = readFileSync(file);
  const start = 8 + Number(bytes.readBigUInt64LE());
  const header = JSON.parse(bytes.toString('utf8', 8, start)) as Record<string, { dtype: string; shape: number[]; data_offsets: number[] }>;
  delete header['__metadata__'];
  return new Map(
    Object.entries(header).map(
      ([
        name,
        {
          dtype,
          shape,
          data_offsets: [from = 0, to = 0],
        },
      ]) => [name, { dtype, shape, bytes: Uint8Array.from(bytes.subarray(start + from, start + to)) }],
    ),
  );
}

/** A safetensors file of any header, right or wrong. */
export function writeRaw(file: string, header: unknown, data: readonly Uint8Array[] = []): void {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  writeFileSync(file, Buffer.concat([length, json, ...data]));
}

export function writeTensors(file: string, tensors: RawTensors): void {
  let end = 0;
  const entries = [...tensors].map(([name, { dtype, shape, bytes }]) => [
    name,
    { dtype, shape, data_offsets: [end, (end += bytes.byteLength)] },
  ]);
  writeRaw(
    file,
    Object.fromEntries(entries),
    [...tensors.values()].map(({ bytes }) => bytes),
  );
}

export const float32 = (values: readonly number[], shape: readonly number[] = [values.length]): RawTensor => ({
  dtype: 'F32',
  shape,
  bytes: new Uint8Array(Float32Array.from(values).buffer),
});

export const zeros = (shape: readonly number[]): RawTensor => float32(new Array<number>(shape.reduce((a, b) => a * b, 1)).fill(0), shape);

/** config.json, as far as tests change it. */
export type Config = Record<string, unknown> & Record<'vision_config' | 'text_config', Record<string, unknown>>;

const read = (name: string): unknown => JSON.parse(readFileSync(join(TINY, name), 'utf8'));

export interface Variant {
  readonly tensors?: (tensors: RawTensors) => void;
  readonly config?: (config: Config) => void;
  /** null leaves the file out. */
  readonly preprocessor?: Record<string, unknown> | null;
  /** Number of files that the tensors are spread over. */
  readonly shards?: number;
}

/** A copy of the tiny checkpoint with changes, in a new folder. */
export function variant({ tensors: change, config: configure, preprocessor, shards = 1 }: Variant): string {
  const folder = temporaryFolder();
  const tensors = readTensors(join(TINY, 'model.safetensors'));
  change?.(tensors);
  const config = read('config.json') as Config;
  configure?.(config);
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  for (const name of ['tokenizer.json', 'tokenizer_config.json', 'special_tokens_map.json'])
    copyFileSync(join(TINY, name), join(folder, name));
  if (preprocessor !== null)
    writeFileSync(join(folder, 'preprocessor_config.json'), JSON.stringify(preprocessor ?? read('preprocessor_config.json')));
  if (shards === 1) writeTensors(join(folder, 'model.safetensors'), tensors);
  else writeShards(folder, tensors, shards);
  return folder;
}

function writeShards(folder: string, tensors: RawTensors, count: number): void {
  const file = (index: number): string => `model-${String(index + 1).padStart(5, '0')}-of-${String(count).padStart(5, '0')}.safetensors`;
  const weights: Record<string, string> = {};
  for (let shard = 0; shard < count; shard += 1) {
    const part = new Map([...tensors].filter((_, index) => index % count === shard));
    for (const name of part.keys()) weights[name] = file(shard);
    writeTensors(join(folder, file(shard)), part);
  }
  writeFileSync(join(folder, 'model.safetensors.index.json'), JSON.stringify({ metadata: {}, weight_map: weights }));
}
