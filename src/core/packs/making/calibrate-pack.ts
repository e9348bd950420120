import type { Encoder } from '../../encoder/contract/encoder.js';
import { encoderSize } from '../../images/encoder-size.js';
import type { PictureLimits } from '../../images/limits.js';
import { inspectPicture } from '../../images/inspect.js';
import type { Samples } from '../../images/samples.js';
import type { Operation } from '../../operation.js';
import { cosines, inverseNorms } from '../../math/cosines.js';
import { topMean } from '../../math/presence.js';
import { labelTexts, labelVectors } from '../../text/ensembles.js';
import { asWritten, createReadLabel } from '../../text/reading/read-labels.js';
import { encodePicture } from '../../visual/encode-picture.js';
import type { Observation } from './fit-calibration.js';
import { fitCalibration } from './fit-calibration.js';
import type { PackManifest } from '../manifest.js';

/** Every so many of the absent labels' patches are kept: neighbours say much the same. */
const STRIDE = 7;

export interface CalibrationCall {
  readonly encoder: Pick<Encoder, 'manifest' | 'words' | 'encodeImage' | 'encodeTexts'>;
  readonly samples: Samples;
  readonly operation: Operation;
  readonly limits: PictureLimits;
  readonly onPicture?: (done: number, total: number) => void;
}

/**
 * Fits presence and pixel threshold on pictures whose labels are known: the patch cosines of labels that are there against those that
 * are not. A label of several pictures (sky, leaf) may well be in others unnamed, and counts as absent nowhere.
 *
 * @returns null when there are no pictures to fit on
 */
export async function calibratePack(call: CalibrationCall): Promise<PackManifest['calibration'] | null> {
  const { encoder, samples, operation } = call;
  const { manifest } = encoder;
  const pictures = await samples.list();
  const listed = pictures.flatMap((picture) => picture.labels);
  const labels = [...new Set(listed)];
  if (pictures.length === 0 || labels.length === 0) return null;
  const common = new Set(labels.filter((label) => listed.indexOf(label) !== listed.lastIndexOf(label)));
  const words = await encoder.words();
  const read = words === null ? asWritten : createReadLabel(words, labels);
  const ensembles = labelTexts(labels, {}, manifest.text.templates, read);
  const texts = ensembles.flat(2).map(({ text }) => text);
  const encoded = await encoder.encodeTexts(texts, operation);
  const byText = new Map(texts.map((text, index) => [text, encoded[index]!.vector]));
  const names = await labelVectors(ensembles, (text) => byText.get(text)!);
  const observations: Observation[] = [];
  const absentPatches: number[] = [];
  for (const [index, picture] of pictures.entries()) {
    call.onPicture?.(index, pictures.length);
    const dense = await densePatches(call, picture.id);
    const inverse = inverseNorms(dense);
    for (const [at, label] of labels.entries()) {
      const present = picture.labels.includes(label);
      if (!present && common.has(label)) continue;
      const values = cosines(dense, inverse, names[at]!);
      observations.push({ statistic: topMean(values), present });
      if (!present) for (let patch = at % STRIDE; patch < values.length; patch += STRIDE) absentPatches.push(values[patch]!);
    }
  }
  call.onPicture?.(pictures.length, pictures.length);
  const fitted = fitCalibration({ labels: observations, absentPatches }, manifest.logitScale);
  if (fitted === null) return null;
  return { ...fitted, background: [], fittedOn: `${pictures.length} sample pictures of DenseQL, ${labels.length} labels` };
}

async function densePatches({ encoder, samples, operation, limits }: CalibrationCall, id: string) {
  const picture = await inspectPicture(await samples.read(id), limits);
  const { features } = await encodePicture(encoder, picture, encoderSize(picture, 'MEDIUM', encoder.manifest.image), operation);
  return features.output('dense');
}
