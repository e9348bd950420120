import 'reflect-metadata';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { readConfig } from '../src/core/config.js';
import { projectRoot } from '../src/core/project-root.js';
import { compose } from '../src/server/compose.js';

// The docs' pictures. Every sample with the labels of its own entry, plus one that is in none of them:
// docs/contact-sheet.jpg. The README's query: docs/first-query.jpg.
const ABSENT = 'submarine';
const TILE = 420;
const COLUMNS = 4;

interface Answer {
  samples: { id: string; labels: string[] }[];
  image: { segmentation: { overlay: { dataUri: string } } };
}

const bytesOf = (dataUri: string): Buffer => Buffer.from(dataUri.slice(dataUri.indexOf(',') + 1), 'base64');

const app = await compose({ ...readConfig(), LOG_LEVEL: 'warn' });
try {
  await app.ready();
  const ask = async (query: string, variables: Record<string, unknown> = {}): Promise<Answer> => {
    const result = await app.execute(query, variables);
    if (result.errors) throw new Error(JSON.stringify(result.errors));
    return result.data as unknown as Answer;
  };
  const { samples } = await ask('{ samples { id labels } }');
  const tiles: Buffer[] = [];
  for (const sample of samples) {
    const { image } = await ask(
      'query ($id: ID!, $labels: [String!]!) { image(source: { sample: $id }) { segmentation(labels: $labels) { overlay { dataUri } } } }',
      { id: sample.id, labels: [...sample.labels, ABSENT] },
    );
    tiles.push(
      await sharp(bytesOf(image.segmentation.overlay.dataUri)).resize(TILE, TILE, { fit: 'contain', background: '#ffffff' }).toBuffer(),
    );
    process.stdout.write(`${sample.id}: ${sample.labels.join(', ')}, ${ABSENT}\n`);
  }
  const sheet = await sharp({
    create: { width: COLUMNS * TILE, height: Math.ceil(tiles.length / COLUMNS) * TILE, channels: 3, background: '#ffffff' },
  })
    .composite(tiles.map((input, index) => ({ input, left: (index % COLUMNS) * TILE, top: Math.floor(index / COLUMNS) * TILE })))
    .jpeg({ quality: 82 })
    .toBuffer();
  await writeFile(join(projectRoot(), 'docs', 'contact-sheet.jpg'), sheet);

  const first = await readFile(join(projectRoot(), 'schema', 'examples', '01-segment.graphql'), 'utf8');
  const { image } = await ask(first.replace(/overlay \{\s*url/, 'overlay(maxSize: 800) { dataUri'));
  await writeFile(join(projectRoot(), 'docs', 'first-query.jpg'), bytesOf(image.segmentation.overlay.dataUri));
} finally {
  await app.close();
}
