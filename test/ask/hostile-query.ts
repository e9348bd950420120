const META = 'meta { id method plugin version form pack packRevision device seed notices { code message field } }';
const SEGMENTATION = `{ id overlay(maxSize: 64) { dataUri } labelMap { id png labels box { x width } } ${META}
  segments { id label score coverage box { x y width height } mask { id area rle { size counts } png polygons { x y } cutout { id width } }
    scoreMap { id min max float32 picture(maxSize: 32) { dataUri } } } }`;
const COUNT = `{ id of total uncertainty saturated score points { x y } density { id min max float32 } overlay(maxSize: 64) { dataUri } ${META} }`;
const BOX = 'box: { x: 112, y: 56, width: 224, height: 224 }';
const LABELS = 'labels: ["red", "blue"]';
/** One value for many fields, the vandal's among them. */
const PROMPTS = 'prompts: $prompts';
export const PROMPTS_VALUE = { templates: ['a photo of a {}.'], synonyms: [{ label: 'red', texts: ['blue'] }] };

const shared = `
  maskclip: segmentation(${LABELS}, ${PROMPTS}) ${SEGMENTATION}
  plain: segmentation(${LABELS}, background: [], maxSize: 100, by: { maskclip: { smoothing: AFFINITY, edges: BILINEAR } }) ${SEGMENTATION}
  free: count(of: "red", by: { clipEbc: { form: TRAINING_FREE } }) ${COUNT}`;
const headed = `${shared}
  denseclip: segmentation(${LABELS}, by: { denseclip: {} }) ${SEGMENTATION}
  counted: count(of: "red") ${COUNT}
  rescored: count(of: "red", by: { clipEbc: { rescore: 2 } }) ${COUNT}`;

/** What stands in the way of the vandal's own fields; `later`: it keeps to what it has held since before. */
const vandal = (alias: string, on: boolean, later: boolean): string =>
  on
    ? `${alias}1: segmentation(${LABELS}, by: { vandal: { later: ${later} } }) { segments { score mask { rle { counts } } } ${META} }
       ${alias}2: count(of: "red", by: { vandalCount: { later: ${later} } }) { total ${META} } ${alias}3: rubble(prompts: $prompts) { wrecked }`
    : '';

/** Much of what can be asked, with the vandal's fields between: those begin with `vandal`. */
export const everything = (on: boolean, later = false): string => `query ($source: ImageSource!, $clip: ImageSource!, $prompts: Prompts!) {
  ${on ? `vandals: image(source: $source) { ${vandal('vandalA', on, later)} }` : ''}
  image(source: $source) { id content width height embedding picture(maxSize: 32) { dataUri } ${headed} ${vandal('vandalB', on, later)}
    part: region(${BOX}) { id embedding ${headed} ${vandal('vandalC', on, later)} }
    zoomed: region(${BOX}, zoom: true, detail: LOW) { id embedding ${headed} ${vandal('vandalD', on, later)} }
    bad: segmentation(labels: []) { id }
    lacking: segmentation(${LABELS}, by: { maskclip: { smoothing: DINOISER } }) { id } }
  clip: image(source: $clip, encoder: "clip") { id embedding ${vandal('vandalE', on, later)} ${shared}
    sclip: segmentation(${LABELS}, by: { maskclip: { form: SCLIP } }) ${SEGMENTATION}
    naclip: region(${BOX}) { segmentation(${LABELS}, by: { maskclip: { form: NACLIP } }) ${SEGMENTATION} } }
}`;

/** What the server says of itself and its samples. */
export const ABOUT = `{
  samples { id title labels shows licence image { id ${`segmentation(labels: ["cat"]) { segments { score coverage } ${META} }`} } }
  encoders { name active problem precision revision summary outputs { name dims kind space } heads attentions templates licences { part licence } }
  plugins { name version host summary outputs text head methods { task key default available options { name type default min max } } }
  serverInfo { pack packRevision hostVersion limits { labels labelLength passes texts deadlineMs } brokenPacks { name } }
  nobody: image(source: { sample: "nowhere" }) { id }
}`;
