import { Option } from 'commander';
import type { CompileStage } from '../core/packs/making/compile-pack.js';
import type { PackManifest } from '../core/packs/manifest.js';
import { choiceOption } from './option-values.js';
import { megabytes, printJson } from './output.js';

/** What `compile` and `pull` have in common: both end with a pack. */
export const precisionOption = (): Option =>
  choiceOption('--precision <kind>', 'of the stored weights; the loss is measured, and refused when too large', [
    'fp32',
    'fp16',
    'int8',
  ]).default('fp32');

export const computeOption = (): Option =>
  choiceOption('--compute <kind>', 'of linear layers and attention; fp16, for GPUs, needs --precision fp16; its loss is measured, too', [
    'fp32',
    'fp16',
  ]).default('fp32');

/** Named as the argument of transformers' text towers; `prompts` are templates here. */
export const inputsEmbedsOption = (): Option =>
  new Option(
    '--inputs-embeds',
    'also take token embeddings in the place of tokens: for plugins with learned prompts (CoOp and its like)',
  ).default(false);

export const replaceOption = (): Option => new Option('--replace', 'replace the pack that is there').default(false);

/** Runs `work` with a signal that Ctrl-C and service managers abort, so that it can clean up behind itself. */
export async function interruptible<Value>(work: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    return await work(stop.signal);
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

/** A line where a stage begins, and at every further quarter of it. */
export function stageLines(say: (line: string) => void): (stage: CompileStage, done?: number, total?: number) => void {
  let last = '';
  let quarter = 0;
  return (stage, done, total) => {
    if (stage !== last) {
      say(stage);
      last = stage;
      quarter = 0;
    }
    if (done === undefined || total === undefined || total === 0) return;
    const reached = Math.floor((4 * done) / total);
    if (reached > quarter && reached < 4) say(`${stage}: ${25 * reached} %`);
    quarter = Math.max(quarter, reached);
  };
}

/** Says what is to be known of how a checkpoint was read, and keeps it for the JSON. */
export function noteLines(say: (line: string) => void): { readonly notes: readonly string[]; readonly onNote: (note: string) => void } {
  const notes: string[] = [];
  const onNote = (note: string): void => {
    notes.push(note);
    say(`note: ${note}`);
  };
  return { notes, onNote };
}

/** Tells of a finished pack; `more` joins the JSON. */
export function tellPack(manifest: PackManifest, folder: string, json: boolean, say: (line: string) => void, more: object = {}): void {
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  if (json) return printJson({ folder, bytes, manifest, ...more });
  say(manifest.summary);
  process.stdout.write(`${manifest.name} ${manifest.revision}: ${megabytes(bytes)} in ${folder}\n`);
}
