// A folder of pictures into annotations: node annotate.mjs PICTURES OUT LABEL [LABEL...]
// OUT gets annotations.json (COCO), labels/*.txt and classes.txt (YOLO), and objects.csv. DENSEQL_SERVER names another server than the one at port 4000.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { createClient } from 'denseql/client';
import { toCoco } from './to-coco.mjs';
import { toCsv } from './to-csv.mjs';
import { toYolo } from './to-yolo.mjs';

const [folder, out, ...labels] = process.argv.slice(2);
if (!folder || !out || labels.length === 0) {
  console.error('node annotate.mjs PICTURES OUT LABEL [LABEL...]');
  process.exit(2);
}

const BATCH = `subscription ($sources: [ImageSource!]!, $labels: [String!]!) { images(sources: $sources) { index outcome {
  ... on Problem { message }
  ... on Image { width height detection(labels: $labels) { objects {
    label score box { x y width height } mask { width height area rle { size counts } } } } } } } }`;
/** The server answers at most this many pictures at once, by default (MAX_IMAGES, MAX_PASSES). */
const MOST = 32;

const denseql = createClient({ url: new URL('graphql', process.env.DENSEQL_SERVER ?? 'http://127.0.0.1:4000/').href });
const files = (await readdir(folder)).filter((name) => /\.(jpe?g|png|webp|gif|tiff?|avif)$/i.test(name)).sort();
const pictures = [];
for (let first = 0; first < files.length; first += MOST) {
  const names = files.slice(first, first + MOST);
  const sources = [];
  // A file that is no picture is refused here already, and said with the others.
  for (const name of names) sources.push(await uploaded(join(folder, name)));
  const sent = names.filter((_, i) => sources[i]);
  if (sent.length === 0) continue;
  for await (const { data, problems } of denseql.subscribe(BATCH, { sources: sources.filter(Boolean), labels })) {
    const { index, outcome } = data.images;
    const problem = outcome.message ?? problems[0]?.message;
    if (problem) console.error(`${sent[index]}: ${problem}`);
    else pictures.push({ name: sent[index], ...outcome, objects: outcome.detection.objects });
    if (!problem) console.log(`${sent[index]}: ${outcome.detection.objects.length} objects`);
  }
}

await mkdir(join(out, 'labels'), { recursive: true });
await writeFile(join(out, 'annotations.json'), JSON.stringify(toCoco(pictures, labels)));
await writeFile(join(out, 'classes.txt'), `${labels.join('\n')}\n`);
for (const picture of pictures)
  await writeFile(join(out, 'labels', `${basename(picture.name, extname(picture.name))}.txt`), toYolo(picture, labels));
await writeFile(join(out, 'objects.csv'), toCsv(pictures));

async function uploaded(file) {
  try {
    const { id } = await denseql.upload(new Blob([await readFile(file)]));
    return { upload: id };
  } catch (error) {
    console.error(`${basename(file)}: ${error.message}`);
    return null;
  }
}
