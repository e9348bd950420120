/** What `plugins new` can begin, each a folder below templates/plugins. */
export const KINDS = Object.freeze({
  method: 'a method for the task segmentation, by colour',
  task: 'a task of its own, with one method',
  head: 'a method with an ONNX head of its own, trained for the pack pocket',
  composition: 'a task that asks other tasks about parts of a picture',
} as const);

export type Kind = keyof typeof KINDS;
