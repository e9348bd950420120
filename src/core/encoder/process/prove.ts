import type { Golden } from '../../packs/golden.js';
import { cosine } from '../../math/cosine.js';
import type { Runner, WorkResult } from '../contract/work.js';

function compare(what: string, found: Float32Array, expected: readonly number[], least: number): void {
  const alike = cosine(found, expected);
  // Written so that NaN fails too.
  if (!(alike >= least)) throw new Error(`wrong numbers: ${what} has cosine ${alike.toFixed(4)} with the golden vector, ${least} needed`);
}

/** One of several pictures of a pass, all of them the golden one. @throws Error naming the output that is wrong */
export function checkPicture(result: WorkResult, golden: Golden, index = 0, count = 1): void {
  for (const [name, { dims, sample }] of Object.entries(golden.expected)) {
    const output = result.outputs[name];
    if (output === undefined) throw new Error(`the image graph gives no output ${name}`);
    const expected = [count, ...dims.slice(1)];
    if (output.dims.join() !== expected.join())
      throw new Error(`the output ${name} has shape [${output.dims.join()}], [${expected.join()}] expected`);
    const width = dims.at(-1) ?? 0;
    const from = (index * output.data.length) / count;
    for (const { row, values } of sample)
      compare(`${name}, row ${row},`, output.data.subarray(from + row * width, from + (row + 1) * width), values, golden.cosine);
  }
}

function checkTexts(result: WorkResult, golden: Golden): void {
  const output = result.outputs['text'];
  if (output === undefined) throw new Error('the text graph gives no output text');
  const width = output.dims.at(-1) ?? 0;
  for (const [index, { text, values }] of golden.texts.entries()) {
    if (values.length !== width) throw new Error(`a text has ${width} numbers, ${values.length} expected`);
    compare(`"${text}"`, output.data.subarray(index * width, (index + 1) * width), values, golden.cosine);
  }
}

/**
 * Runs the pack's golden picture and texts and compares; leaves the graphs warm.
 * @returns milliseconds of both passes
 * @throws Error naming the output or text that is wrong
 */
export async function proveGolden(run: Runner['run'], golden: Golden): Promise<number> {
  const image = await run({ type: 'image', pixels: golden.pixels, width: golden.width, height: golden.height });
  checkPicture(image, golden);
  const texts = await run({ type: 'texts', texts: golden.texts.map(({ text }) => text) });
  checkTexts(texts, golden);
  return image.milliseconds + texts.milliseconds;
}
