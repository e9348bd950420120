import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, describe, expect, it } from 'vitest';
import { checkpointFolder, readExpected, type CheckpointName } from '../../../test/fixtures/checkpoints/reference.js';
import { removeFolders, temporaryFolder, TINY } from '../../../test/onnx/checkpoint-files.js';
import { CompiledEncoder } from '../../../test/onnx/compiled-encoder.js';
import { furthest, reference } from '../../../test/onnx/tiny-references.js';
import { compileCheckpoint } from '../compile-checkpoint.js';
import type { Precision } from '../compiled.js';

const folders: string[] = [];
function folderOf(name: CheckpointName): string {
  const folder = checkpointFolder(name);
  folders.push(folder);
  return folder;
}
afterAll(() => {
  removeFolders();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

type Rows = readonly (readonly number[])[];

const tinyRows = (): Rows => {
  const { data, shape } = reference('text_input_ids');
  return Array.from({ length: shape[0] ?? 0 }, (_, row) => [...data.subarray(row * (shape[1] ?? 0), (row + 1) * (shape[1] ?? 0))]);
};
const rowsOf = (name: CheckpointName) => (): Rows => readExpected(name).texts.map(({ ids }) => ids);

/** Both graphs, one after the other. */
async function inTwo(encoder: CompiledEncoder, rows: Rows): Promise<{ embedded: Tensor; end: Tensor; text: Float32Array }> {
  const { inputsEmbeds } = encoder.compiled.text;
  const run = async (graph: string | undefined, feeds: InferenceSession.FeedsType) => (await encoder.open(graph ?? '')).run(feeds);
  const ids = BigInt64Array.from(rows.flat(), BigInt);
  const { inputs_embeds: embedded, end } = (await run(inputsEmbeds?.tokens, {
    input_ids: new Tensor('int64', ids, [rows.length, rows[0]?.length ?? 0]),
  })) as Record<string, Tensor>;
  const { text } = await run(inputsEmbeds?.graph, { inputs_embeds: embedded!, end: end! });
  return { embedded: embedded!, end: end!, text: text?.data as Float32Array };
}

describe('the text tower in two graphs', () => {
  it.each<[string, () => string, () => Rows, Precision]>([
    ['a text is read at its highest id', () => TINY, tinyRows, 'fp32'],
    ['a text is read at the id of its end', () => folderOf('open-clip-quickgelu-tiny'), rowsOf('open-clip-quickgelu-tiny'), 'fp32'],
    ['texts are long', () => folderOf('long-clip-tiny'), rowsOf('long-clip-tiny'), 'fp32'],
    ['weights are halves', () => TINY, tinyRows, 'fp16'],
    ['weights are integers', () => TINY, tinyRows, 'int8'],
  ])('gives of ids what the one graph gives, where %s', async (_, checkpoint, ids, precision) => {
    const encoder = await CompiledEncoder.of(checkpoint(), { precision, inputsEmbeds: true });
    const rows = ids();
    const { embedded, text } = await inTwo(encoder, rows);
    expect(embedded.dims).toEqual([rows.length, rows[0]?.length, encoder.compiled.text.inputsEmbeds?.width]);
    expect(furthest(text, await encoder.text(rows))).toBeLessThan(1e-5);
    await encoder.close();
  });

  it('embeds tokens without their positions, and finds where each text ends', async () => {
    const encoder = await CompiledEncoder.of(TINY, { inputsEmbeds: true });
    const { embedded, end } = await inTwo(encoder, [
      [49406, 320, 320, 49407, 49407],
      [49406, 49407, 320, 320, 0],
    ]);
    const { width } = encoder.compiled.text.inputsEmbeds!;
    const [first, second, other] = [1, 2, 7].map((row) => (embedded.data as Float32Array).slice(row * width, (row + 1) * width));
    expect(second).toEqual(first);
    expect(other).toEqual(first);
    expect([...(end.data as BigInt64Array)]).toEqual([3n, 1n]);
    await encoder.close();
  });

  it('adds two graphs and no weights, and nothing where it is not asked for', async () => {
    const [out, plain] = [temporaryFolder(), temporaryFolder()];
    const compiled = await compileCheckpoint(TINY, out, { inputsEmbeds: true });
    const without = await compileCheckpoint(TINY, plain);
    expect(compiled.text.inputsEmbeds).toEqual({ graph: 'inputs-embeds.onnx', tokens: 'tokens.onnx', width: 64 });
    expect(compiled.files.filter((file) => !without.files.includes(file))).toEqual(['tokens.onnx', 'inputs-embeds.onnx']);
    expect(compiled.parameters).toBe(without.parameters);
    expect('inputsEmbeds' in without.text).toBe(false);
  });

  it('is refused for a tower that reads no end token, before anything is written', async () => {
    const out = join(temporaryFolder(), 'out');
    await expect(compileCheckpoint(folderOf('siglip2-tiny'), out, { inputsEmbeds: true })).rejects.toThrow(
      /^--inputs-embeds: .*as SigLIP does: compile it without/,
    );
    expect(existsSync(out)).toBe(false);
  });
});
