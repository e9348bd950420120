import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inputFolder } from '../options.js';

/** A picture to judge: sound where it has no mask. */
export interface Judged {
  readonly picture: string;
  readonly mask: string | null;
  /** Degrees clockwise that both are turned by before they are asked for. */
  readonly turned: Turn;
}

export type Turn = 0 | 90 | 180 | 270;

/** Pictures of one kind of thing. */
export interface Kind {
  /** Of the photographs, which a head that is trained on them may have seen; null: made of what nothing is trained on. */
  readonly fold: number | null;
  readonly name: string;
  /** Good ones to compare with. */
  readonly references: readonly string[];
  readonly judged: readonly Judged[];
}

interface ComposedKind {
  readonly name: string;
  readonly references: readonly string[];
  readonly normals: readonly string[];
  readonly defects: readonly { readonly file: string; readonly mask: string }[];
}

/** Composed parts of held-out things and surfaces (training/eval/anomalies); null where they were not made. */
export async function composedKinds(): Promise<readonly Kind[] | null> {
  const folder = join(inputFolder(), 'anomalies');
  const list = join(folder, 'anomalies.json');
  if (!existsSync(list)) return null;
  const kinds = JSON.parse(await readFile(list, 'utf8')) as ComposedKind[];
  const picture = (file: string): string => join(folder, 'pictures', file);
  return kinds.map(({ name, references, normals, defects }) => ({
    name,
    fold: null,
    references: references.map(picture),
    judged: [
      ...normals.map((file) => ({ picture: picture(file), mask: null, turned: 0 as const })),
      ...defects.map(({ file, mask }) => ({ picture: picture(file), mask: join(folder, 'masks', mask), turned: 0 as const })),
    ],
  }));
}

/** The same kinds with the parts to judge lying otherwise than those to compare with: by a quarter, a half and three quarters in turns. */
export const turnedKinds = (kinds: readonly Kind[]): Kind[] =>
  kinds.map((kind) => ({
    ...kind,
    judged: kind.judged.map((one, place) => ({ ...one, turned: ([90, 180, 270] as const)[place % 3]! })),
  }));

const FOLDS = 5;
const foldOf = (file: string): number => Number(BigInt(`0x${createHash('sha1').update(file).digest('hex')}`) % BigInt(FOLDS));

/**
 * Surfaces of magnetic tiles, photographs with real defects, by folds: each is judged beside sound ones of the other folds.
 * @param shots sound ones to compare with
 * @returns null where the photographs are not there
 */
export async function tileKinds(shots: number): Promise<readonly Kind[] | null> {
  const folder = join(dirname(inputFolder()), 'photos', 'magnetic-tile');
  if (!existsSync(join(folder, 'truth.json'))) return null;
  const { pictures } = JSON.parse(await readFile(join(folder, 'truth.json'), 'utf8')) as {
    pictures: { file: string; defect: string | null }[];
  };
  return Array.from({ length: FOLDS }, (_, fold) => ({
    name: `magnetic tiles, fold ${fold}`,
    fold,
    references: pictures
      .filter(({ file, defect }) => defect === null && foldOf(file) !== fold)
      .slice(0, shots)
      .map(({ file }) => join(folder, file)),
    judged: pictures
      .filter(({ file }) => foldOf(file) === fold)
      .map(({ file, defect }) => ({
        picture: join(folder, file),
        mask: defect === null ? null : join(folder, file.replace(/\.jpg$/, '.mask.png')),
        turned: 0 as const,
      })),
  }));
}
