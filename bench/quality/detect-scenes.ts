import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { spread } from './counts.js';
import { scenePicture, type Scene } from './input.js';
import { inputFolder, type Options } from './options.js';
import { openProduct } from './product.js';
import { measureDetection, WAYS, type Detected } from './real/detect.js';
import { Tally } from './tally.js';

/** Things of composed scenes by name, among ten labels that are not there, in one pass and with closer looks; answers for `--found` and training/eval/real/detections.py. */
export async function detectScenes(file: string, { scenes: most, pack }: Pick<Options, 'scenes' | 'pack'>): Promise<void> {
  const folder = inputFolder();
  const scenes = JSON.parse(await readFile(join(folder, 'scenes.json'), 'utf8')) as Scene[];
  const looked = spread(scenes, most);
  const ways = WAYS.filter(({ name }) => name === 'one' || name === 'rescored');
  const product = await openProduct(pack);
  const rows: Detected[] = [];
  try {
    for (const [group, scene] of looked.entries()) {
      const things = scene.objects.map(({ label, visibleBox }) => ({ label, visibleBox, kind: 'thing' as const, also: [] }));
      const upload = await product.upload(scenePicture(folder, scene));
      rows.push(await measureDetection(product, upload, { ...scene, fold: 0, objects: things }, group, new Tally(looked.length), '', ways));
      // Kept as it goes: hundreds of scenes take an hour.
      await writeFile(file, JSON.stringify(rows));
    }
  } finally {
    await product.close();
  }
}
