export { CheckpointError } from './checkpoint-error.js';
export { compileCheckpoint } from './compile-checkpoint.js';
export type { Compiled, CompiledOutput, CompileOptions, Compute, Precision } from './compiled.js';
export { readRecipe } from './families/index.js';
export type { Recipe, TextCleaning } from './recipe.js';
export type { TailAttention } from './tail-attentions.js';
