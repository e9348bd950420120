// What is in a video, frame by frame: node boxes.mjs VIDEO LABEL [LABEL...]
// A line of JSON a frame on stdout: { "frame", "seconds", "width", "height", "objects": [{ "label", "score", "box" }] }. FPS takes more frames of a second than two;
// DENSEQL_SERVER names another server than the one at port 4000. Needs ffmpeg.
import { createClient } from 'denseql/client';
import { frames } from './frames.mjs';

const [video, ...labels] = process.argv.slice(2);
const perSecond = Number(process.env.FPS ?? 2);
if (!video || labels.length === 0 || !(perSecond > 0)) {
  console.error('node boxes.mjs VIDEO LABEL [LABEL...]');
  process.exit(2);
}

const BATCH = `subscription ($sources: [ImageSource!]!, $labels: [String!]!) { images(sources: $sources) { index outcome {
  ... on Problem { message }
  ... on Image { width height detection(labels: $labels) { objects { label score box { x y width height } } } } } } }`;
/** The server answers at most this many pictures at once, by default (MAX_IMAGES, MAX_PASSES). */
const MOST = 32;

const denseql = createClient({ url: new URL('graphql', process.env.DENSEQL_SERVER ?? 'http://127.0.0.1:4000/').href });
let first = 0;
let sources = [];

/** Asks of the frames that wait, and writes what is in each as soon as it is known. */
async function answer() {
  for await (const { data, problems } of denseql.subscribe(BATCH, { sources, labels })) {
    const { index, outcome } = data.images;
    const frame = first + index;
    const problem = outcome.message ?? problems[0]?.message;
    if (problem) console.error(`frame ${frame}: ${problem}`);
    const { width, height, detection } = outcome;
    if (!problem) console.log(JSON.stringify({ frame, seconds: frame / perSecond, width, height, objects: detection.objects }));
  }
  first += sources.length;
  sources = [];
}

try {
  for await (const frame of frames(video, perSecond)) {
    const { id } = await denseql.upload(new Blob([frame]));
    if (sources.push({ upload: id }) === MOST) await answer();
  }
  if (sources.length > 0) await answer();
} catch (error) {
  console.error(error.code === 'ENOENT' ? 'ffmpeg is not installed: apt-get install ffmpeg, or brew install ffmpeg' : error.message);
  process.exit(1);
}
