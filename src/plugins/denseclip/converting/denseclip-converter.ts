import { readFile } from 'node:fs/promises';
import { badInput, type Converter } from '../../../core/index.js';

async function readClasses(file: string | undefined): Promise<readonly string[]> {
  if (file === undefined) throw badInput('--classes', 'is needed: a text file with the class names in the order of training, one a line.');
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw badInput('--classes', `${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}.`);
  });
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** `denseql models convert --kind denseclip`: DenseCLIP's released segmentation models. */
export const denseclipConverter: Converter = {
  kind: 'denseclip',
  options: [
    {
      name: 'tokenizer',
      value: 'folder',
      summary: "a folder with CLIP's tokenizer, to encode the texts; not needed where the file holds their vectors",
    },
    { name: 'classes', value: 'file', summary: "the class names in the checkpoint's order, one a line" },
  ],

  async convert({ checkpoint, out, options, say, onProgress, signal }) {
    // A server that only answers loads none of it.
    const { clipTokenizer, openTensorFile } = await import('../../../core/graphs/index.js');
    const { convertDenseclip } = await import('./convert-denseclip.js');
    const tensors = await openTensorFile(checkpoint);
    const classes = await readClasses(options['classes']);
    return convertDenseclip(tensors, out, { classes, tokenize: clipTokenizer(options['tokenizer'], say), onProgress, signal });
  },
};
