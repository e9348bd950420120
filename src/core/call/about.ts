import type { Drawing } from '../visual/drawing.js';
import type { VisualInfo } from '../visual/visual-info.js';
import type { Meta } from './meta.js';

/** What a task's `answer` is made of, beside the method's result. */
export interface About<Question> {
  /** Hash of visual, question, method and revision; parts of the answer begin theirs with it. */
  readonly id: string;
  readonly question: Question;
  readonly image: VisualInfo;
  readonly meta: Meta;
  /** Makes what the schema's shared types show (Box, Heatmap, Mask, Picture), when it is asked for. */
  readonly draw: Drawing;
}
