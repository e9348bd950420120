import { type Command, InvalidArgumentError, Option } from 'commander';
import { convertModel } from './models-convert.js';

const pixels = (text: string): number => {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('not a number of pixels.');
  return Number(text);
};

/** Adds `convert`, for released models that bring an encoder of their own, to `denseql models`. */
export function addConvertCommand(models: Command, json: () => Option): void {
  models
    .command('convert <checkpoint>')
    .description('turn a released closed-set checkpoint (.pth, .pt or safetensors; no code in it is run) into a graph and its manifest')
    .addOption(new Option('--kind <kind>', 'whose lay-out it has').choices(['denseclip', 'clip-ebc']).makeOptionMandatory())
    .requiredOption('--out <folder>', 'where <kind>.onnx, <kind>.bin and <kind>.json are written')
    .option('--tokenizer <folder>', "a folder with CLIP's tokenizer, to encode the texts; not needed where the file holds their vectors")
    .option('--classes <file>', "denseclip: the class names in the checkpoint's order, one a line")
    .option('--bins <list>', 'clip-ebc: counts of a block that it tells apart, such as 0,1,2,3,4+ or 0,1-2,3+', '0,1,2,3,4+')
    .option('--anchors <list>', 'clip-ebc: what a block of each bin counts for; default: the middle of each bin')
    .option('--block <pixels>', 'clip-ebc: side of a block; no tensor tells it', pixels, 8)
    .addOption(new Option('--prompts <style>', 'clip-ebc: numbers in its sentences').choices(['word', 'number']).default('word'))
    .option('--replace', 'write again what is there', false)
    .addOption(json())
    .action(convertModel);
}
