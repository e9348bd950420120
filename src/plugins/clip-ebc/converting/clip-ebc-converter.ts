import { badInput, type Converter } from '../../../core/index.js';

function readNumbers(text: string | undefined): { readonly anchors?: readonly number[] } {
  if (text === undefined) return {};
  const anchors = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  if (!anchors.every(Number.isFinite)) throw badInput('--anchors', `${text} are no numbers separated by commas.`);
  return { anchors };
}

/** `denseql models convert --kind clip-ebc`: CLIP-EBC's released counting models. */
export const clipEbcConverter: Converter = {
  kind: 'clip-ebc',
  options: [
    {
      name: 'tokenizer',
      value: 'folder',
      summary: "a folder with CLIP's tokenizer, to encode the texts; not needed where the file holds their vectors",
    },
    {
      name: 'bins',
      value: 'list',
      summary: 'counts of a block that it tells apart, such as 0,1,2,3,4+ or 0,1-2,3+',
      default: '0,1,2,3,4+',
    },
    { name: 'anchors', value: 'list', summary: 'what a block of each bin counts for; default: the middle of each bin' },
    {
      name: 'block',
      value: 'pixels',
      summary: 'side of a block; no tensor tells it',
      default: '8',
      refuse: (text) => (/^[1-9]\d{0,3}$/.test(text) ? null : 'not a number of pixels.'),
    },
    { name: 'prompts', value: 'style', summary: 'numbers in its sentences', choices: ['word', 'number'], default: 'word' },
  ],

  async convert({ checkpoint, out, options, say, onProgress, signal }) {
    // A server that only answers loads none of it.
    const { clipTokenizer, openTensorFile } = await import('../../../core/graphs/index.js');
    const { parseBins } = await import('./bins.js');
    const { convertClipEbc } = await import('./convert-clip-ebc.js');
    const tensors = await openTensorFile(checkpoint);
    return convertClipEbc(tensors, out, {
      tokenize: clipTokenizer(options['tokenizer'], say),
      block: Number(options['block']),
      prompts: options['prompts'] === 'number' ? 'number' : 'word',
      bins: parseBins(options['bins'] ?? ''),
      ...readNumbers(options['anchors']),
      onProgress,
      signal,
    });
  },
};
