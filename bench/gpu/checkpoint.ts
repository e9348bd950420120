import { copyFileSync, openSync, readFileSync, writeFileSync, writeSync, closeSync } from 'node:fs';
import { join } from 'node:path';

interface Header {
  readonly dtype: string;
  readonly shape: readonly number[];
}

/** Sizes of openai/clip-vit-base-patch16. */
const VISION = { hidden_size: 768, intermediate_size: 3072, num_hidden_layers: 12, num_attention_heads: 12 };
const TEXT = { hidden_size: 512, intermediate_size: 2048, num_hidden_layers: 12, num_attention_heads: 8 };
const JOINT = 512;

/** Pseudorandom numbers in (-1, 1), by a linear congruence: the same on every machine. */
function* numbers(): Generator<number, never> {
  for (let state = 20; ;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield (state / 2 ** 31 - 1) * 0.9999;
  }
}

/** Numbers of one tensor: norms near one, the rest by fan-in, so that nothing grows or dies on its way through the layers. */
function filled(name: string, shape: readonly number[], random: Iterator<number, never>): Float32Array {
  const count = shape.reduce((product, size) => product * size, 1);
  const values = new Float32Array(count);
  if (name === 'logit_scale') return values.fill(4.6052);
  const isNorm = name.includes('norm');
  const scale = isNorm || name.endsWith('bias') ? 0.1 : Math.sqrt(3 / (count / (shape[0] ?? 1)));
  const middle = isNorm && name.endsWith('weight') ? 1 : 0;
  for (let index = 0; index < count; index++) values[index] = middle + scale * random.next().value;
  return values;
}

/**
 * Writes a CLIP of ViT-B/16's size with random weights, in the form of the tiny one, whose names and tokenizer it takes. Nothing was trained; speed does not
 * depend on what the weights are.
 * @param tiny folder of a checkpoint of transformers' CLIP
 */
export function writeCheckpoint(tiny: string, out: string): void {
  const config = JSON.parse(readFileSync(join(tiny, 'config.json'), 'utf8')) as Record<string, Record<string, unknown>>;
  const large = {
    ...config,
    projection_dim: JOINT,
    text_config: { ...config['text_config'], ...TEXT, projection_dim: JOINT },
    vision_config: { ...config['vision_config'], ...VISION, projection_dim: JOINT },
  };
  writeFileSync(join(out, 'config.json'), JSON.stringify(large));
  for (const file of ['preprocessor_config.json', 'special_tokens_map.json', 'tokenizer.json', 'tokenizer_config.json'])
    copyFileSync(join(tiny, file), join(out, file));
  const bytes = readFileSync(join(tiny, 'model.safetensors'));
  const { __metadata__: _, ...known } = JSON.parse(bytes.toString('utf8', 8, 8 + Number(bytes.readBigUInt64LE()))) as Record<
    string,
    Header
  >;
  const tensors = Object.entries(known).flatMap(([name, { dtype, shape }]) => (dtype.startsWith('F') ? enlarged(name, shape) : []));
  let end = 0;
  const header = Object.fromEntries(
    tensors.map(({ name, shape }) => {
      const from = end;
      end += 4 * shape.reduce((product, size) => product * size, 1);
      return [name, { dtype: 'F32', shape, data_offsets: [from, end] }];
    }),
  );
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  const file = openSync(join(out, 'model.safetensors'), 'w');
  const random = numbers();
  writeSync(file, Buffer.concat([length, json]));
  for (const { name, shape } of tensors) {
    const data = Buffer.from(filled(name, shape, random).buffer);
    for (let at = 0; at < data.length;) at += writeSync(file, data, at);
  }
  closeSync(file);
}

/** A tensor of the tiny checkpoint in the large one's size; one of the first block stands for those of all blocks, and other blocks' for none. */
function enlarged(name: string, shape: readonly number[]): { readonly name: string; readonly shape: readonly number[] }[] {
  const {
    hidden_size: width,
    intermediate_size: inner,
    num_hidden_layers: layers,
  } = name.startsWith('vision') || name.startsWith('visual') ? VISION : TEXT;
  const [tinyWidth, tinyInner] = name.startsWith('vision') || name.startsWith('visual') ? [96, 192] : [64, 160];
  const sizes = new Map([
    [tinyWidth, width],
    [tinyInner, inner],
    [48, JOINT],
  ]);
  // Tokens, places and pixels keep their numbers.
  const grown = shape.map((size) => (name.endsWith('position_embedding.weight') && size === shape[0] ? size : (sizes.get(size) ?? size)));
  const block = /\.layers\.(\d+)\./.exec(name);
  if (block === null) return [{ name, shape: grown }];
  if (block[1] !== '0') return [];
  return Array.from({ length: layers }, (_, index) => ({ name: name.replace('.layers.0.', `.layers.${index}.`), shape: grown }));
}
