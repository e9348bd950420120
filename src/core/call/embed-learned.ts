import type { Encoder } from '../encoder/contract/encoder.js';
import { DenseqlError } from '../errors.js';
import type { Operation } from '../operation.js';
import type { LearnedPrompt } from '../text/learned-prompt.js';
import { checkLearnedPrompts, tooManyTokens } from './learned-prompts.js';

/** One vector a prompt, the caller's own; see TextAccess.embedLearned. */
export async function embedLearned(
  encoder: Pick<Encoder, 'encodePrompts' | 'manifest'>,
  prompts: readonly LearnedPrompt[],
  operation: Operation,
): Promise<readonly Float32Array[]> {
  const { name, text } = encoder.manifest;
  if (text.inputsEmbeds === undefined || encoder.encodePrompts === undefined)
    throw new DenseqlError(
      'PLUGIN_UNAVAILABLE',
      `The pack ${name} takes no learned prompts. \`denseql models compile <folder> --inputs-embeds\`, or \`models pull\` with it, makes one of a CLIP that does; ` +
        '`image(encoder:)` names the pack.',
      { pack: name },
    );
  const limits = { width: text.inputsEmbeds.width, contextLength: text.contextLength };
  const asked = checkLearnedPrompts(prompts, limits);
  const encoded = asked.length > 0 ? await encoder.encodePrompts(asked, operation) : [];
  return encoded.map(({ vector, tokens, read }, index) => {
    if (read < tokens) throw tooManyTokens(`prompts[${index}]`, String(tokens), limits);
    return vector.slice();
  });
}
