import 'reflect-metadata';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../src/core/project-root.js';
import { measureCounts, spread } from './counts.js';
import { anomalyPart } from './anomaly/part.js';
import { gallery } from './gallery.js';
import { readInput } from './input.js';
import { detectScenes, detectVoc } from './detect-more.js';
import { foundTable } from './found-table.js';
import { heldLabels, measureBoxes, measureScenes, textVectors } from './measure.js';
import { commandOf, inputFolder, readOptions } from './options.js';
import { page } from './page.js';
import { openProduct } from './product.js';
import { realPart } from './real/part.js';
import type { Results } from './results.js';
import { readBase, resultsText } from './results.js';
import { SECTIONS } from './sections.js';
import { columns, conceptTable, sectionTable } from './tables.js';

const SHOWN = 12;

// How right the product's answers are, on the pictures of training/eval, which never change: real photographs first (docs/quality-real.md), then
// composed scenes (docs/quality.md).
const options = readOptions(process.argv.slice(2));
if (options.found !== undefined) {
  process.stdout.write(await foundTable(options.found));
  process.exit();
}
if (options.sceneDetections !== undefined) {
  await detectScenes(options.sceneDetections, options);
  process.exit();
}
if (options.vocDetections !== undefined) {
  await detectVoc(options.vocDetections, options);
  process.exit();
}
if (!options.anomaliesOnly && !options.composedOnly) await realPart(options);
if (options.realOnly) process.exit();
if (!options.composedOnly) await anomalyPart(options);
if (options.anomaliesOnly) process.exit();
const input = await readInput(inputFolder());
const base = await readBase(options.base);
const product = await openProduct(options.pack);
try {
  const scenes = input.scenes.slice(0, options.scenes);
  const pictures = input.pictures.slice(0, options.boxes);
  const held = heldLabels(input.scenes);
  const vectors = await textVectors(product, [...new Set([...held, ...input.concepts])]);
  const ofScenes = await measureScenes(product, input, scenes, vectors, options);
  const ofBoxes = await measureBoxes(product, input, pictures, vectors);
  const counts = spread(input.counts, options.counts);
  const ofCounts = await measureCounts(product, input.folder, counts, options);
  const { name, revision } = product.manifest;
  const results: Results = {
    label: options.label ?? name,
    pack: `${name} ${revision}`,
    method: ofScenes.method,
    scenes: scenes.length,
    objects: scenes.flatMap(({ objects }) => objects).length,
    pictures: pictures.length,
    boxes: pictures.flatMap(({ boxes }) => boxes).length,
    labels: held.length,
    concepts: input.concepts.length,
    figures: { ...ofScenes.figures, ...ofBoxes.figures, ...ofCounts.figures },
    countMethod: ofCounts.method,
    counts: counts.length,
    perConcept: ofBoxes.perConcept,
  };
  const tables = SECTIONS.map((section) => ({ title: section.title, table: sectionTable(section, results, base) }));
  for (const { title, table } of [...tables, { title: 'The worst concepts', table: conceptTable(results, base) }])
    if (table.length > 0) process.stdout.write(`\n${title}\n${columns(table)}\n`);
  if (options.json !== undefined) await writeFile(options.json, resultsText(results));
  if (options.write) {
    const docs = join(projectRoot(), 'docs');
    const { ranked } = ofScenes;
    const worst = ranked.slice(-SHOWN).reverse();
    await writeFile(join(docs, 'quality-best.jpg'), await gallery(product, input.folder, ranked.slice(0, SHOWN), options.by));
    await writeFile(join(docs, 'quality-worst.jpg'), await gallery(product, input.folder, worst, options.by));
    const { second } = ofScenes;
    if (second.length > 0)
      await writeFile(join(docs, 'quality-denseclip.jpg'), await gallery(product, input.folder, spread(second, SHOWN), 'denseclip'));
    const notes = await readFile(join(projectRoot(), 'bench', 'quality', 'notes.md'), 'utf8');
    await writeFile(join(docs, 'quality.md'), `${page(results, base, commandOf(options))}\n${notes}`);
  }
} finally {
  await product.close();
}
