import { CheckpointError } from '../checkpoint-error.js';
import { addLinear, layerNorm, quickGelu } from './text-arithmetic.js';
import { attend, layOut } from './text-rows.js';
import { countModules, headsOf } from '../networks/sizes.js';
import { tokenLimit, type TextTower } from './text-tower.js';

/**
 * CLIP's text tower, run once while a checkpoint is converted: the texts of a converted head never change, so that vectors are all that is kept.
 * It is computed here and not by the runtime, because this part of the code writes graphs and knows no runtime. The tower is causal: rows
 * that all texts begin with (start token, learned contexts) are computed once, and what comes after a text's end is left out.
 * @param ids tokens of each text: start, text, end; the end is the highest id, what follows it is ignored
 * @returns [texts, dims], not unit length
 * @throws CheckpointError naming the text that is too long, or the tensor that is in the way
 */
export async function encodeTexts(tower: TextTower, ids: readonly (readonly number[])[]): Promise<Float32Array> {
  const { tensors, prefix, headWidth } = tower;
  const [vocabulary = 0, width = 0] = tensors.shape(`${prefix}token_embedding.weight`);
  const [, dims = 0] = tensors.shape(`${prefix}text_projection`);
  const heads = headsOf(`${prefix}token_embedding.weight`, width, headWidth);
  const limit = tokenLimit(tower);
  const texts = ids.map((row, index) => {
    const kept = row.slice(0, row.indexOf(Math.max(...row)) + 1);
    if (kept.length > limit)
      throw new CheckpointError(`text ${index + 1}`, `has ${kept.length} tokens with start and end, this checkpoint takes ${limit}`);
    if (kept.length < 2 || kept[0] !== ids[0]?.[0] || kept.some((id) => !Number.isInteger(id) || id < 0 || id >= vocabulary))
      throw new CheckpointError(`text ${index + 1}`, `has tokens that do not fit a vocabulary of ${vocabulary} with one start token`);
    return kept;
  });
  const rows = await layOut(tower, texts, width);
  const { x } = rows;
  const read = (name: string): Promise<Float32Array> => tensors.read(`${prefix}${name}`);
  const count = countModules(tensors, `${prefix}transformer.resblocks`, 'ln_1.weight');
  for (let index = 0; index < count; index++) {
    const block = `transformer.resblocks.${index}`;
    const normed = layerNorm(x, await read(`${block}.ln_1.weight`), await read(`${block}.ln_1.bias`));
    const weight = await read(`${block}.attn.in_proj_weight`);
    const qkv = addLinear(null, normed, weight, await read(`${block}.attn.in_proj_bias`));
    const attended = attend(qkv, rows.sees, width, heads);
    addLinear(x, attended, await read(`${block}.attn.out_proj.weight`), await read(`${block}.attn.out_proj.bias`));
    const second = layerNorm(x, await read(`${block}.ln_2.weight`), await read(`${block}.ln_2.bias`));
    const inner = addLinear(null, second, await read(`${block}.mlp.c_fc.weight`), await read(`${block}.mlp.c_fc.bias`));
    addLinear(x, quickGelu(inner), await read(`${block}.mlp.c_proj.weight`), await read(`${block}.mlp.c_proj.bias`));
  }
  const ends = new Float32Array(texts.length * width);
  rows.ends.forEach((row, text) => ends.set(x.subarray(row * width, (row + 1) * width), text * width));
  const final = layerNorm(ends, await read('ln_final.weight'), await read('ln_final.bias'));
  const projection = await read('text_projection');
  const result = new Float32Array(texts.length * dims);
  for (let text = 0; text < texts.length; text++)
    for (let column = 0; column < dims; column++) {
      let sum = 0;
      for (let i = 0; i < width; i++) sum += (final[text * width + i] as number) * (projection[i * dims + column] as number);
      result[text * dims + column] = sum;
    }
  return result;
}
