import { cosines, inverseNorms, topMean, type DetectCall, type Features } from '../../core/index.js';
import { dot } from './region-vectors.js';
import { SCENES, STUFF } from './scenes.js';

type Call = Pick<DetectCall, 'labels' | 'background' | 'prompts' | 'text' | 'pack'>;

/** A text that competes with the labels for each region. */
export interface BackgroundText {
  readonly text: string;
  readonly vector: Float32Array;
  /** How well it fits the picture: a cosine. */
  readonly score: number;
  /** Of its row in the softmax. */
  readonly weight: number;
}

/** A text fits a picture as well as this share of its patches that is most like it does: what fills the picture, not what is in a corner. */
const FILLS = 0.25;
/** A text nearer to a label than this may mean it: it would take the label's own things. */
const ALIKE = 0.6;
/** Spaces of texts differ in how near all texts are to each other: so many deviations above the mean of all pairs is alike in any. */
const DEVIATIONS = 2.5;
/** How sharply texts that fit the picture best are preferred. */
const SHARPNESS = 20;

/** Cosines of all texts with the labels, the highest of each. */
function nearest(texts: readonly Float32Array[], labels: readonly (readonly Float32Array[])[]): { best: number[]; limit: number } {
  const names = labels.flat();
  const all = texts.map((text) => names.map((name) => dot(text, name)));
  const flat = all.flat();
  const mean = flat.reduce((sum, value) => sum + value, 0) / flat.length;
  const deviation = Math.sqrt(flat.reduce((sum, value) => sum + (value - mean) ** 2, 0) / flat.length);
  return { best: all.map((row) => Math.max(...row)), limit: Math.max(ALIKE, mean + DEVIATIONS * deviation) };
}

const sharesWord = (text: string, label: string): boolean => {
  const words = new Set(label.toLowerCase().split(/\s+/));
  return text.split(/\s+/).some((word) => words.has(word) || words.has(word.replace(/s$/, '')));
};

/** Texts of our own in the pack's first template alone: a hundred of them, which a pack may have eighty templates for. They need not be read as a client's do. */
const encoded = ({ text, pack: { templates } }: Call, texts: readonly string[]): Promise<readonly Float32Array[]> =>
  text.embed(texts.map((each) => (templates[0] ?? '{}').replaceAll('{}', each)));

/**
 * BIRDet's background modelling (BIM, arXiv:2410.08645; its scene network and constants are not public: a stand-in): of scenes and stuff those texts that fit this
 * picture best become rows of the softmax. The caller's texts compete besides, each with the weight of all that is picked together.
 *
 * @param labels unit vectors of each label's names
 * @param most texts that are picked; 0: none
 */
export async function backgroundTexts(
  call: Call,
  features: Features,
  labels: readonly (readonly Float32Array[])[],
  most: number,
): Promise<BackgroundText[]> {
  const asked = (call.background ?? []).filter((text) => !call.labels.includes(text));
  // An empty list of the client's means none at all.
  const listed = most > 0 && call.background?.length !== 0 ? [...SCENES, ...STUFF] : [];
  if (asked.length + listed.length === 0) return [];
  const dense = features.output('dense');
  const inverse = inverseNorms(dense);
  const fits = (vector: Float32Array): number => topMean(cosines(dense, inverse, [vector]), FILLS);
  // Beside the labels, so that one that reads as a label is told of and left out.
  const read = asked.length > 0 ? (await call.text.labels([...call.labels, ...asked], call.prompts)).slice(call.labels.length) : [];
  const own = asked.map((text, place) => ({ text, vector: read[place]![0]!, score: fits(read[place]![0]!), weight: 1 }));
  if (listed.length === 0) return own;
  const candidates = await encoded(call, listed);
  const { best, limit } = nearest(candidates, labels);
  const picked = listed
    .map((text, place) => ({ text, vector: candidates[place]!, place }))
    .filter(({ text, place }) => best[place]! < limit && ![...call.labels, ...asked].some((said) => sharesWord(text, said)))
    .map(({ text, vector }) => ({ text, vector, score: fits(vector) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, most);
  const total = picked.reduce((sum, { score }) => sum + Math.exp(SHARPNESS * score), 0);
  return [...own, ...picked.map((each) => ({ ...each, weight: (picked.length * Math.exp(SHARPNESS * each.score)) / total }))];
}
