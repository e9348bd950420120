import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CheckpointError } from './checkpoint-error.js';
import type { Compiled, CompileOptions } from './compiled.js';
import { openCheckpoint, recipeOf } from './families/index.js';
import { buildInputsEmbeds } from './graphs/inputs-embeds.js';
import { buildMasked } from './graphs/masked.js';
import { buildTail } from './graphs/tail.js';
import { buildText } from './graphs/text.js';
import { buildVision, IMAGE_INPUT, middleBlocks } from './graphs/vision.js';
import { Weights } from './graphs/weights.js';
import { TAIL_ATTENTIONS } from './tail-attentions.js';
import { fitTokens } from './tokenizer/fit-tokens.js';
import { frameOf } from './tokenizer/frame.js';
import { prepareTokenizer } from './tokenizer/prepare-tokenizer.js';
import { checkUnused } from './unused-tensors.js';
import { DataFile, saveModel } from './writer/index.js';

const IMAGE = 'image.onnx';
const TAIL = 'tail.onnx';
const MASKED = 'masked.onnx';
const TEXT = 'text.onnx';
const TOKENS = 'tokens.onnx';
const INPUTS_EMBEDS = 'inputs-embeds.onnx';
const TOKENIZER = 'tokenizer.json';
/** Numbers of the recipe, and weights of no graph. */
const SCALES = ['logit_scale', 'logit_bias'];

/**
 * Compiles the checkpoint in a folder into ONNX graphs with their weights and a tokenizer; see Compiled for what comes out.
 * Everything is checked before the first byte is written; weights pass through memory a tensor at a time.
 * @param out folder for the files, made where it is missing; what a failed or aborted call leaves there is of no use
 * @throws CheckpointError naming the tensor, setting or file that is in the way; `signal.reason` when aborted
 */
export async function compileCheckpoint(folder: string, out: string, options: CompileOptions = {}): Promise<Compiled> {
  const { precision = 'fp32', compute = 'fp32', inputsEmbeds = false, onProgress, signal } = options;
  signal?.throwIfAborted();
  if (resolve(folder) === resolve(out))
    throw new CheckpointError(out, 'is the folder of the checkpoint itself, whose tokenizer.json would be overwritten');
  const checkpoint = await openCheckpoint(folder);
  const recipe = recipeOf(checkpoint);
  const { tensors } = checkpoint;
  const tokenizer = await prepareTokenizer(folder, recipe);
  const { padId, notes } = fitTokens(tokenizer, recipe.text, tensors.shape(recipe.text.tokenEmbedding.name)[0] ?? 0);
  const { vision } = recipe;
  const text = { ...recipe.text, padId };

  // The tail's weights are the last block's: it refers to the image graph's file. So does the tower with mask prompts, of which only those are its own.
  const imageData = new DataFile('image.bin');
  const textData = new DataFile('text.bin');
  const imageWeights = new Weights(tensors, imageData, precision, compute);
  const textWeights = new Weights(tensors, textData, precision, compute);
  const image = buildVision(vision, imageWeights);
  const tail = buildTail(vision, imageWeights);
  const { maskPrompts } = vision;
  const masked = maskPrompts === undefined ? null : buildMasked({ ...vision, maskPrompts }, imageWeights);
  const textGraph = buildText(text, textWeights);
  const embeds = inputsEmbeds ? buildInputsEmbeds(text, textWeights, frameOf(tokenizer.json).before.length > 0) : null;

  const unused = checkUnused(tensors.names, new Set([...imageWeights.names, ...textWeights.names, ...SCALES]));
  await mkdir(out, { recursive: true });
  await writeFile(join(out, TOKENIZER), JSON.stringify(tokenizer.json));
  await saveModel(image.graph, join(out, IMAGE));
  await saveModel(tail, join(out, TAIL));
  if (masked !== null) await saveModel(masked, join(out, MASKED));
  await saveModel(textGraph, join(out, TEXT));
  if (embeds !== null) {
    await saveModel(embeds.tokens, join(out, TOKENS));
    await saveModel(embeds.tower, join(out, INPUTS_EMBEDS));
  }
  const total = imageData.bytes + textData.bytes;
  let done = 0;
  const onBytes = (bytes: number): void => onProgress?.((done += bytes), total);
  for (const data of [imageData, textData]) await data.write(out, { onBytes, signal });

  return {
    family: recipe.family,
    precision,
    compute,
    parameters: imageWeights.parameters + textWeights.parameters,
    image: { graph: IMAGE, input: IMAGE_INPUT, patch: vision.patch, sizeMultiple: vision.patch, nativeSide: vision.imageSize },
    outputs: image.outputs,
    tail: {
      graph: TAIL,
      tokens: 'taps.last',
      middle: `layers.${middleBlocks(vision.blocks.length).at(-1)}`,
      attentions: TAIL_ATTENTIONS,
    },
    masked: masked === null ? null : { graph: MASKED, side: vision.imageSize },
    text: {
      graph: TEXT,
      tokenizer: TOKENIZER,
      contextLength: text.contextLength,
      dims: text.dims,
      cleaning: recipe.cleaning,
      padId: text.padId,
      ...(embeds === null ? {} : { inputsEmbeds: { graph: INPUTS_EMBEDS, tokens: TOKENS, width: text.width } }),
    },
    logitScale: recipe.logitScale,
    logitBias: recipe.logitBias,
    notes: [...tensors.notes, ...notes, ...unused],
    files: [
      IMAGE,
      TAIL,
      ...(masked === null ? [] : [MASKED]),
      TEXT,
      ...(embeds === null ? [] : [TOKENS, INPUTS_EMBEDS]),
      imageData.location,
      textData.location,
      TOKENIZER,
    ],
  };
}
