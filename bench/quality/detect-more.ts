import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { spread } from './counts.js';
import { scenePicture, type PixelBox, type Scene } from './input.js';
import { inputFolder, type Options } from './options.js';
import { openProduct } from './product.js';
import { measureDetection, WAYS, type Detected } from './real/detect.js';
import type { Photo } from './real/photos.js';
import { Tally } from './tally.js';

/** A picture whose every thing of some kinds is known. */
interface Known extends Pick<Photo, 'id' | 'fold' | 'width' | 'height' | 'objects' | 'absent'> {
  readonly path: string;
}

/** Things by name, among ten labels that are not there; answers for `--found` and training/eval/real/detections.py. */
async function detected(file: string, looked: readonly Known[], pack: string | undefined, names: readonly string[]): Promise<void> {
  const ways = WAYS.filter(({ name }) => names.includes(name));
  const product = await openProduct(pack);
  const rows: Detected[] = [];
  try {
    for (const [group, known] of looked.entries()) {
      const upload = await product.upload(known.path);
      rows.push(await measureDetection(product, upload, known, group, new Tally(looked.length), '', ways));
      // Kept as it goes: hundreds of pictures take an hour.
      await writeFile(file, JSON.stringify(rows));
    }
  } finally {
    await product.close();
  }
}

const thing = (label: string, visibleBox: PixelBox) => ({ label, visibleBox, kind: 'thing' as const, also: [] });

/** Composed scenes, in one pass and with closer looks. */
export async function detectScenes(file: string, { scenes: most, pack }: Pick<Options, 'scenes' | 'pack'>): Promise<void> {
  const folder = inputFolder();
  const scenes = JSON.parse(await readFile(join(folder, 'scenes.json'), 'utf8')) as Scene[];
  const known = spread(scenes, most).map((scene) => {
    const objects = scene.objects.map(({ label, visibleBox }) => thing(label, visibleBox));
    return { ...scene, fold: 0, objects, path: scenePicture(folder, scene) };
  });
  await detected(file, known, pack, ['one', 'rescored']);
}

interface VocRow {
  readonly id: string;
  readonly fold: number;
  readonly width: number;
  readonly height: number;
  readonly objects: readonly { readonly label: string; readonly box: readonly [number, number, number, number] }[];
  readonly absent: readonly string[];
}

/** The fifth of VOC's photographs (training/ground/voc.py) that the pack has not seen, with what is off and on by default the other way round. */
export async function detectVoc(file: string, { photos: most, pack }: Pick<Options, 'photos' | 'pack'>): Promise<void> {
  const folder = join(inputFolder(), '..', 'voc');
  const rows = (JSON.parse(await readFile(join(folder, 'voc.json'), 'utf8')) as VocRow[]).filter(({ fold }) => fold === 0);
  const known = spread(rows, most).map((row) => {
    const objects = row.objects.map(({ label, box: [left, top, right, bottom] }) =>
      thing(label, [left * row.width, top * row.height, (right - left) * row.width, (bottom - top) * row.height]),
    );
    return { ...row, objects, path: join(folder, 'voc', `${row.id}.png`) };
  });
  await detected(file, known, pack, ['one', 'rescored', 'scenes', 'guard', 'noparts', 'parts', 'free']);
}
