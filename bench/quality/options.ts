import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../../src/core/project-root.js';

/** Methods of `segmentation` by their members in the schema. */
export const METHODS = ['denseclip', 'maskclip'] as const;
export type Method = (typeof METHODS)[number];

/**
 * What anomaly detection is asked of: composed parts as they lie, each kind's among themselves, the same by what takes more passes (views, rotations), the same lying
 * otherwise than the good ones, magnetic tiles.
 */
export const ANOMALY_PARTS = ['composed', 'mutual', 'varied', 'turned', 'tiles'] as const;
export type AnomalyPart = (typeof ANOMALY_PARTS)[number];

export interface Options {
  /** The first so many scenes and pictures with boxes; all of them by default. */
  readonly scenes: number;
  readonly boxes: number;
  /** So many pictures to count in, taken evenly; all of them by default. */
  readonly counts: number;
  /** So many photographs with panoptic truth, and so many of each source with boxes, taken evenly; all of them by default. */
  readonly photos: number;
  readonly boxed: number;
  /** Detection on photographs alone, and a file for its answers, which training/eval/real/detections.py reads. */
  readonly detections: string | undefined;
  /** Detection on composed scenes alone, of which `scenes` are taken evenly, and a file for its answers, as above. */
  readonly sceneDetections: string | undefined;
  /** The same of VOC's photographs, of which `photos` are taken evenly. */
  readonly vocDetections: string | undefined;
  /** A file of such answers, to be read at scores and no picture to be looked at. */
  readonly found: string | undefined;
  /** So many photographs to count in of each source (COCO, blood cells, a crowd), taken evenly; all of them by default. */
  readonly counted: number;
  /** So many kinds of composed parts with defects, and so many folds of magnetic tiles; all of them by default. */
  readonly anomalies: number;
  /** Which of ANOMALY_PARTS is asked. */
  readonly anomalyParts: readonly AnomalyPart[];
  /** Anomaly detection alone. */
  readonly anomaliesOnly: boolean;
  /** Composed scenes alone, with their boxes and counts. */
  readonly composedOnly: boolean;
  /** Real photographs alone. */
  readonly realOnly: boolean;
  /** The pack has seen none of the real photographs, so that it answers all of them. */
  readonly unseen: boolean;
  /** The method of `segmentation`; the default one where left out. */
  readonly by: Method | undefined;
  /** Name of a pack; the configured one by default. */
  readonly pack: string | undefined;
  /** Title of this run. */
  readonly label: string | undefined;
  /** Encode every object's box again: a pass an object, so only of the first scenes. */
  readonly zoom: boolean;
  /** Count in tiles and with the fullest parts encoded again, too: some further passes a picture. */
  readonly closer: boolean;
  /** File for the figures. */
  readonly json: string | undefined;
  /** File of another run's figures. */
  readonly base: string | undefined;
  /** Write docs/quality.md and its pictures. */
  readonly write: boolean;
}

const count = (name: string, value: string | undefined): number => {
  if (value === undefined) return Infinity;
  const parsed = Number(value);
  if (!Number.isInteger(parsed) || parsed < 1) throw new Error(`--${name} ${value}: a whole number from 1 on is needed.`);
  return parsed;
};

function anomalyPartsOf(value: string | undefined): readonly AnomalyPart[] {
  if (value === undefined) return ANOMALY_PARTS;
  const names = value.split(',');
  const unknown = names.find((name) => !ANOMALY_PARTS.some((part) => part === name));
  if (unknown !== undefined) throw new Error(`--anomaly-parts ${value}: "${unknown}" is none of ${ANOMALY_PARTS.join(', ')}.`);
  return ANOMALY_PARTS.filter((part) => names.includes(part));
}

function methodOf(value: string | undefined): Method | undefined {
  const found = METHODS.find((name) => name === value);
  if (value !== undefined && found === undefined) throw new Error(`--by ${value}: one of ${METHODS.join(', ')} is needed.`);
  return found;
}

/** @throws Error or TypeError for what is no option */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      scenes: { type: 'string' },
      boxes: { type: 'string' },
      counts: { type: 'string' },
      photos: { type: 'string' },
      boxed: { type: 'string' },
      detections: { type: 'string' },
      'scene-detections': { type: 'string' },
      'voc-detections': { type: 'string' },
      found: { type: 'string' },
      counted: { type: 'string' },
      anomalies: { type: 'string' },
      'anomaly-parts': { type: 'string' },
      'anomalies-only': { type: 'boolean', default: false },
      'composed-only': { type: 'boolean', default: false },
      'real-only': { type: 'boolean', default: false },
      unseen: { type: 'boolean', default: false },
      by: { type: 'string' },
      pack: { type: 'string' },
      label: { type: 'string' },
      zoom: { type: 'boolean', default: false },
      closer: { type: 'boolean', default: false },
      json: { type: 'string' },
      base: { type: 'string' },
      write: { type: 'boolean', default: false },
    },
  });
  const { pack, label, zoom, closer, json, base, write, unseen, detections, found } = values;
  const names = ['scenes', 'boxes', 'counts', 'photos', 'boxed', 'counted', 'anomalies'] as const;
  const [scenes, boxes, counts, photos, boxed, counted, anomalies] = names.map((name) => count(name, values[name]));
  const looked = {
    scenes: scenes!,
    boxes: boxes!,
    counts: counts!,
    photos: photos!,
    boxed: boxed!,
    counted: counted!,
    anomalies: anomalies!,
  };
  return {
    ...looked,
    detections,
    sceneDetections: values['scene-detections'],
    vocDetections: values['voc-detections'],
    found,
    anomalyParts: anomalyPartsOf(values['anomaly-parts']),
    anomaliesOnly: values['anomalies-only'],
    composedOnly: values['composed-only'],
    realOnly: values['real-only'],
    unseen,
    by: methodOf(values.by),
    pack,
    label,
    zoom,
    closer,
    json,
    base,
    write,
  };
}

/** What to type for the same page again. Names of files stay out of it: they are of one machine. */
export function commandOf({
  scenes,
  boxes,
  counts,
  photos,
  boxed,
  counted,
  composedOnly,
  realOnly,
  by,
  pack,
  label,
  zoom,
  closer,
}: Options): string {
  const given = Object.entries({ scenes, boxes, counts, photos, boxed, counted, by, pack, label }).filter(
    ([, value]) => value !== undefined && value !== Infinity,
  );
  const words = given.map(([name, value]) => `--${name} ${typeof value === 'string' ? JSON.stringify(value) : value}`);
  const switches = [
    ...(composedOnly ? ['--composed-only'] : []),
    ...(realOnly ? ['--real-only'] : []),
    ...(zoom ? ['--zoom'] : []),
    ...(closer ? ['--closer'] : []),
    '--write',
  ];
  return ['npm run quality --', ...words, ...switches].join(' ');
}

/** Where training/eval/prepare.sh puts the pictures. */
export const inputFolder = (): string => join(process.env.POCKET_CACHE ?? join(projectRoot(), '.cache', 'pocket'), 'eval');
