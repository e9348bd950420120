import { DenseqlError, type CompiledHead } from '../../../core/index.js';

/** The output that feeds the head: norm2 inside the encoder's third block from the end. */
const FEATURES = 'taps.ffn';

/** CLIP-DINOiser's two convolutions, put beside the encoder that they were trained behind. */
export const dinoiserOption: CompiledHead = {
  option: 'dinoiser',
  summary: "safetensors with CLIP-DINOiser's four tensors, which belong to one checkpoint",

  /** @throws PACK_INVALID when the tensors are of another encoder's width; CheckpointError */
  async write({ file, folder, outputs }) {
    // A server that only answers loads none of it.
    const { buildDinoiser } = await import('./dinoiser-head.js');
    const { files, width } = await buildDinoiser(file, folder);
    const own = outputs[FEATURES]?.dims;
    if (own !== width) {
      const problem = `its tensors are ${width} wide, the checkpoint is ${own}: they belong to another encoder`;
      throw new DenseqlError('PACK_INVALID', `${file}: ${problem}`, { file });
    }
    const graph = files.find((path) => path.endsWith('.onnx'));
    return { files, entry: { dinoiser: { graph, features: FEATURES } } };
  },
};
