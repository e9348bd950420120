/**
 * A text with learned vectors in the place of some of its tokens (CoOp, arXiv:2109.01134, and its followers), as a list of parts, in order: words, each part cleaned and
 * tokenised by itself, and rows of vectors, `[n * width]`, n at least 1, which stand where n tokens would. The start token, the end token and positions are added by
 * the encoder. CoOp's context before a class name is `[context, 'cat.']`.
 */
export type LearnedPrompt = readonly (string | Float32Array)[];
