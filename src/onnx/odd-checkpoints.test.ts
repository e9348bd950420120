import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  float32,
  type RawTensor,
  type RawTensors,
  readTensors,
  removeFolders,
  temporaryFolder,
  TINY,
  variant,
  writeTensors,
  zeros,
} from '../../test/onnx/checkpoint-files.js';
import { CompiledEncoder } from '../../test/onnx/compiled-encoder.js';
import { compileCheckpoint } from './compile-checkpoint.js';

const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 598641023\n`;
const WEIGHTS = 'model.safetensors';
const INDEX = 'model.safetensors.index.json';

afterAll(removeFolders);

const compile = (folder: string) => compileCheckpoint(folder, join(temporaryFolder(), 'pack'));
const folderWith = (files: Readonly<Record<string, string | Uint8Array>>): string => {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
};
const put = (folder: string, files: Readonly<Record<string, unknown>>): string => {
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return folder;
};
const renamed = (tensors: RawTensors, rename: (name: string) => string): void => {
  const all = [...tensors];
  tensors.clear();
  for (const [name, tensor] of all) tensors.set(rename(name), tensor);
};

const IDS = [49406, 320, 1125, 539, 320, 2368, 49407];
const textOf = async (folder: string): Promise<{ text: number[]; notes: readonly string[] }> => {
  const encoder = await CompiledEncoder.of(folder);
  try {
    return { text: [...(await encoder.text([IDS]))], notes: encoder.compiled.notes };
  } finally {
    await encoder.close();
  }
};

describe('names with something before them', () => {
  it.each(['module.', '_orig_mod.', 'model.', 'module._orig_mod.model.', 'state_dict.clip.'])(
    'as %s are read without it',
    async (prefix) => {
      const plain = await textOf(TINY);
      const { text, notes } = await textOf(variant({ tensors: (tensors) => renamed(tensors, (name) => prefix + name) }));
      expect(text).toEqual(plain.text);
      expect(plain.notes).toEqual([]);
      expect(notes).toEqual([`The names of the model's tensors begin with "${prefix}", which is taken off.`]);
    },
  );

  it('are told from what a training keeps beside the model', async () => {
    const folder = variant({
      tensors: (tensors) => {
        renamed(tensors, (name) => `model.${name}`);
        tensors.set('loss.scale', zeros([1]));
        tensors.set('optimizer.0.exp_avg', zeros([2]));
      },
    });
    expect((await textOf(folder)).notes).toEqual([expect.stringMatching(/"model\.".* 2 tensors without it are left out\./)]);
  });

  it('are refused where they tell two models apart', async () => {
    const folder = variant({
      tensors: (tensors) => {
        const all = [...tensors];
        renamed(tensors, (name) => `student.${name}`);
        for (const [name, tensor] of all) tensors.set(`teacher.${name}`, tensor);
      },
    });
    await expect(compile(folder)).rejects.toThrow(/student\., teacher\.: begin the names of several models/);
  });
});

describe('a whole file beside an index of shards', () => {
  const both = (change: (tensors: RawTensors) => void = () => undefined): string => {
    const folder = variant({ shards: 2 });
    const tensors = readTensors(join(TINY, WEIGHTS));
    change(tensors);
    writeTensors(join(folder, WEIGHTS), tensors);
    return folder;
  };

  it('is taken and said where both hold the same', async () => {
    expect((await textOf(both())).notes).toEqual([`${WEIGHTS} is taken; ${INDEX} beside it lists the same weights.`]);
  });

  it('is taken and said where the shards are gone', async () => {
    const folder = both();
    rmSync(join(folder, 'model-00001-of-00002.safetensors'));
    const { notes } = await textOf(folder);
    expect(notes).toEqual([expect.stringMatching(/^model\.safetensors is taken; .*lacks model-00001-of-00002\.safetensors/)]);
  });

  it.each<[string, (tensors: RawTensors) => void, RegExp]>([
    ['another tensor', (tensors) => tensors.set('more', zeros([1])), /more is in the first alone/],
    [
      'a tensor of another shape',
      (tensors) => tensors.set('logit_scale', zeros([1])),
      /logit_scale is F32 \[1\] in the first and F32 \[\]/,
    ],
    ['another value', (tensors) => tensors.set('logit_scale', float32([4], [])), /logit_scale has other values/],
  ])('is refused where it holds %s', async (_, change, message) => {
    await expect(compile(both(change))).rejects.toThrow(message);
  });

  it('is not needed: shards that are missing are named', async () => {
    const folder = variant({ shards: 3 });
    rmSync(join(folder, 'model-00002-of-00003.safetensors'));
    await expect(compile(folder)).rejects.toThrow(
      /index\.json: names 3 files, of which the folder lacks model-00002-of-00003\.safetensors/,
    );
  });
});

describe('a Git LFS pointer', () => {
  it.each([WEIGHTS, 'config.json', 'tokenizer.json', 'tokenizer_config.json', 'preprocessor_config.json'])(
    'as %s is told as one',
    async (name) => {
      await expect(compile(put(variant({}), { [name]: POINTER }))).rejects.toThrow(
        new RegExp(`${name}: is a Git LFS pointer.*git lfs pull`),
      );
    },
  );

  it.each(['merges.txt', 'vocab.json'])('as %s is told as one', async (name) => {
    const folder = variant({});
    rmSync(join(folder, 'tokenizer.json'));
    for (const file of ['vocab.json', 'merges.txt']) cpSync(join(TINY, file), join(folder, file));
    await expect(compile(put(folder, { [name]: POINTER }))).rejects.toThrow(new RegExp(`^${name}: is a Git LFS pointer`));
  });

  it.each([INDEX, 'pytorch_model.bin'])('as %s is told as one', async (name) => {
    const folder = variant({});
    rmSync(join(folder, WEIGHTS));
    await expect(compile(put(folder, { [name]: POINTER }))).rejects.toThrow(new RegExp(`${name}: is a Git LFS pointer`));
  });

  it('as a shard is told as one', async () => {
    const folder = put(variant({ shards: 2 }), { 'model-00002-of-00002.safetensors': POINTER });
    await expect(compile(folder)).rejects.toThrow(/model-00002-of-00002\.safetensors: is a Git LFS pointer/);
  });
});

describe('settings unlike the weights', () => {
  it.each<[string, 'vision_config' | 'text_config', number, RegExp]>([
    [
      'num_hidden_layers',
      'vision_config',
      6,
      /vision_config num_hidden_layers: is 6, but the weights have 5 at vision_model\.encoder\.layers/,
    ],
    ['num_hidden_layers', 'text_config', 4, /text_config num_hidden_layers: is 4, but the weights have 3/],
    ['hidden_size', 'vision_config', 128, /vision_config hidden_size: is 128, but .*\[96, 3, 16, 16\], so that 96 is meant/],
    ['hidden_size', 'text_config', 128, /text_config hidden_size: is 128, .*so that 64 is meant/],
    ['patch_size', 'vision_config', 32, /vision_config patch_size: is 32, but .*patch_embedding.*so that 16 is meant/],
    ['image_size', 'vision_config', 256, /vision_config image_size: is 256, .* need 257 positions, .* has 197 positions/],
    ['intermediate_size', 'text_config', 100, /text_config intermediate_size: is 100/],
    ['num_attention_heads', 'text_config', 5, /text_config num_attention_heads: 5 heads do not divide a width of 64/],
    ['max_position_embeddings', 'text_config', 32, /text_config max_position_embeddings: is 32, .*so that 77 is meant/],
    ['vocab_size', 'text_config', 49409, /text_config vocab_size: is 49409, .*so that 49408 is meant/],
  ])('%s of %s is refused by name', async (name, section, value, message) => {
    await expect(compile(variant({ config: (config) => (config[section][name] = value) }))).rejects.toThrow(message);
  });

  it('are right where they have fewer layers, as transformers reads them, and it is said', async () => {
    const { notes, text } = await textOf(variant({ config: (config) => (config.text_config['num_hidden_layers'] = 2) }));
    expect(notes).toEqual([expect.stringMatching(/more layers than the settings say; left out are text_model\.encoder\.layers\.2\.$/)]);
    expect(text).not.toEqual((await textOf(TINY)).text);
  });

  it.each([
    'vision_model.encoder.layers.1.self_attn.q_proj.lora_A.weight',
    'visual_projection.bias',
    'text_model.encoder.layers.0.layer_scale1.lambda1',
  ])('that do not account for %s are refused', async (name) => {
    const folder = variant({ tensors: (tensors) => tensors.set(name, zeros([2])) });
    await expect(compile(folder)).rejects.toThrow(
      `${name}: is in the weights, and the model that the settings describe has no such tensor`,
    );
  });

  it('may leave out what is no part of the towers, and it is said', async () => {
    const folder = variant({
      tensors: (tensors) =>
        tensors
          .set('classifier.weight', zeros([2]))
          .set('text_model.embeddings.position_ids', { dtype: 'I64', shape: [1], bytes: new Uint8Array(8) }),
    });
    expect((await textOf(folder)).notes).toEqual([
      expect.stringMatching(/^1 tensor of the weights .* left out, e\.g\. classifier\.weight\./),
    ]);
  });
});

describe('weights that are none', () => {
  const tensor = (dtype: string, bytes: number): RawTensor => ({ dtype, shape: [48, 64], bytes: new Uint8Array(bytes * 48 * 64) });

  it.each([
    ['F8_E4M3', 1],
    ['I8', 1],
    ['F64', 8],
  ] as const)('of the type %s are refused by name', async (dtype, bytes) => {
    const folder = variant({ tensors: (tensors) => tensors.set('text_projection.weight', tensor(dtype, bytes)) });
    await expect(compile(folder)).rejects.toThrow(`text_projection.weight: is ${dtype}; weights are read as F32, F16 or BF16`);
  });

  it.each([NaN, Infinity])('with a value of %s are refused by name', async (value) => {
    const folder = variant({
      tensors: (tensors) => tensors.set('visual_projection.weight', float32(new Array(48 * 96).fill(value), [48, 96])),
    });
    await expect(compile(folder)).rejects.toThrow(/^visual_projection\.weight: has values that are no finite numbers/);
  });

  it.each<[string, string | Uint8Array, RegExp]>([
    ['an empty file', '', /model\.safetensors: is empty/],
    ['GGUF', 'GGUF\x03\0\0\0 and more', /model\.safetensors: is a GGUF file/],
    ['a zip of torch', 'PK\x03\x04 and more', /model\.safetensors: is a zip file, as torch\.save writes/],
    ['a cut-off file', readFileSync(join(TINY, WEIGHTS)).subarray(0, 100_000), /ends beyond the end of its file .*cut off/],
  ])('as %s are refused', async (_, content, message) => {
    const folder = variant({});
    writeFileSync(join(folder, WEIGHTS), content);
    await expect(compile(folder)).rejects.toThrow(message);
  });

  it('because they are a folder, or a link to nothing, are refused', async () => {
    const folder = variant({});
    rmSync(join(folder, WEIGHTS));
    symlinkSync(join(folder, 'blob'), join(folder, WEIGHTS));
    await expect(compile(folder)).rejects.toThrow(/model\.safetensors: cannot be opened: .* link to a file that is not/);
    mkdirSync(join(folder, 'blob'));
    await expect(compile(folder)).rejects.toThrow(/model\.safetensors: is no file/);
  });

  it('that settings call quantised are refused', async () => {
    const folder = variant({ config: (config) => (config['quantization_config'] = { quant_method: 'bitsandbytes' }) });
    await expect(compile(folder)).rejects.toThrow(/^config\.json quantization_config: is there/);
  });
});

describe('a folder of something else', () => {
  it.each<[string, Readonly<Record<string, string>>, RegExp]>([
    ['nothing', {}, /is empty: it has no model\.safetensors/],
    ['BERT', { 'config.json': '{"model_type": "bert"}', 'pytorch_model.bin': 'x' }, /config\.json: the model type "bert" is not known/],
    ['a ResNet', { 'config.json': '{"model_type": "resnet"}', 'model.safetensors': 'x' }, /the model type "resnet" is not known/],
    ['one tower', { 'config.json': '{"model_type": "clip_text_model"}' }, /"clip_text_model" is not known.* one tower alone/],
    ['a diffusers pipeline', { 'model_index.json': '{}' }, /^CheckpointError: model_index\.json: .*diffusers pipeline/],
    ['GGUF', { 'model-q4.gguf': 'GGUF' }, /model-q4\.gguf: is a GGUF file/],
    ["Flax's weights", { 'flax_model.msgpack': 'x', 'config.json': '{"model_type": "clip"}' }, /flax_model\.msgpack: holds Flax's weights/],
    ['an adapter', { 'adapter_config.json': '{}', 'adapter_model.safetensors': 'x' }, /adapter_model\.safetensors: holds an adapter/],
    [
      "open_clip's pickle",
      { 'open_clip_config.json': '{}', 'open_clip_pytorch_model.bin': 'x' },
      /open_clip_pytorch_model\.bin: only safetensors .*save_file\(.*'open_clip_model\.safetensors'/,
    ],
    [
      'a training',
      { 'config.json': '{"model_type": "clip"}', 'optimizer.pt': 'x', 'epoch_10.pt': 'x' },
      /^CheckpointError: epoch_10\.pt: only safetensors .*d\.get\('state_dict'/,
    ],
  ])('is told by what it holds: %s', async (_, files, message) => {
    const error = await compile(folderWith(files)).catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(message);
  });

  it('whose checkpoint is one below says which', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'checkpoint-500'));
    await expect(compile(folder)).rejects.toThrow(/has no model\.safetensors; .*below \(checkpoint-500\)/);
  });
});
