import { meanUnit, type AnomalyCall } from '../../core/index.js';

/** WinCLIP's texts (arXiv:2303.14814, appendix): what a thing may be said to be, times how a picture of it may be spoken of. */
const NORMAL = ['{}', 'flawless {}', 'perfect {}', 'unblemished {}', '{} without flaw', '{} without defect', '{} without damage'];
const ABNORMAL = ['damaged {}', '{} with flaw', '{} with defect', '{} with damage'];
const TEMPLATES = [
  'a cropped photo of the {}.',
  'a cropped photo of a {}.',
  'a close-up photo of a {}.',
  'a close-up photo of the {}.',
  'a bright photo of a {}.',
  'a bright photo of the {}.',
  'a dark photo of the {}.',
  'a dark photo of a {}.',
  'a jpeg corrupted photo of a {}.',
  'a jpeg corrupted photo of the {}.',
  'a blurry photo of the {}.',
  'a blurry photo of a {}.',
  'a photo of a {}.',
  'a photo of the {}.',
  'a photo of a small {}.',
  'a photo of the small {}.',
  'a photo of a large {}.',
  'a photo of the large {}.',
  'a photo of the {} for visual inspection.',
  'a photo of a {} for visual inspection.',
  'a photo of the {} for anomaly detection.',
  'a photo of a {} for anomaly detection.',
];

const filled = (template: string, text: string): string => template.replace('{}', () => text);

const textsOf = (states: readonly string[], of: string): string[] =>
  states.flatMap((state) => TEMPLATES.map((template) => filled(template, filled(state, of))));

/** Texts of a thing as it should be, and as it should not: 154 and 88. */
const stateTexts = (of: string): { readonly normal: readonly string[]; readonly abnormal: readonly string[] } => ({
  normal: textsOf(NORMAL, of),
  abnormal: textsOf(ABNORMAL, of),
});

/** What a thing is called that nobody named. */
const ANY = 'object';

/** Unit vectors of both states, each the mean of its texts. */
export interface StateVectors {
  readonly normal: Float32Array;
  readonly abnormal: Float32Array;
}

/** @throws LIMIT_EXCEEDED for texts */
export async function stateVectors({ of, text }: Pick<AnomalyCall, 'of' | 'text'>): Promise<StateVectors> {
  const { normal, abnormal } = stateTexts(of ?? ANY);
  const vectors = await text.embed([...normal, ...abnormal]);
  return { normal: meanUnit(vectors.slice(0, normal.length)), abnormal: meanUnit(vectors.slice(normal.length)) };
}
