import 'reflect-metadata';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../src/core/config.js';
import { projectRoot } from '../src/core/project-root.js';
import { compose } from '../src/server/compose.js';
import { sheetOf, type Tile } from './contact-sheet/sheet.js';
import { bytesOf, SHEETS, type AskImage, type Sample } from './contact-sheet/sheets.js';

// The docs' pictures, one sheet a method, with every sample on it: `npm run contact-sheet -- [--by all|maskclip|denseclip|count|detection ...] [--out FOLDER]`.
// Without --by: maskclip. Segmentations take the labels of the sample's own entry and one that is in none; counts are "answer / true", from
// contact-sheet/counted.ts. Beside the sheet of maskclip the README's query: first-query.jpg. DENSEQL_PACK names another pack.
const { values } = parseArgs({ options: { by: { type: 'string', multiple: true }, out: { type: 'string' } } });
const asked = values.by ?? ['maskclip'];
const names = asked.includes('all') ? Object.keys(SHEETS) : asked;
for (const name of names)
  if (!Object.hasOwn(SHEETS, name)) throw new Error(`--by ${name}: there is all, ${Object.keys(SHEETS).join(', ')}.`);
const out = resolve(values.out ?? join(projectRoot(), 'docs'));

const app = await compose({ ...readConfig(), LOG_LEVEL: 'warn' });
try {
  await app.ready();
  await mkdir(out, { recursive: true });
  const ask = async (query: string, variables: Record<string, unknown> = {}): Promise<Record<string, unknown>> => {
    const result = await app.execute(query, variables);
    if (result.errors) throw new Error(JSON.stringify(result.errors));
    return result.data ?? {};
  };
  const askImage: AskImage = async (id, declared, fields, variables) => {
    const query = `query ($id: ID!${declared}) { image(source: { sample: $id }) { ${fields} } }`;
    return (await ask(query, { id, ...variables }))['image'];
  };
  const samples = (await ask('{ samples { id labels } }'))['samples'] as Sample[];
  for (const name of names) {
    const { file, show } = SHEETS[name]!;
    const tiles: Tile[] = [];
    for (const sample of samples) {
      const { tile, line } = await show(sample, askImage);
      tiles.push(tile);
      process.stdout.write(`${name}, ${sample.id}: ${line}\n`);
    }
    await writeFile(join(out, file), await sheetOf(tiles));
  }

  if (names.includes('maskclip')) {
    const first = await readFile(join(projectRoot(), 'schema', 'examples', '01-segment.graphql'), 'utf8');
    const { image } = (await ask(first.replace(/overlay \{\s*url/, 'overlay(maxSize: 800) { dataUri'))) as {
      image: { segmentation: { overlay: { dataUri: string } } };
    };
    await writeFile(join(out, 'first-query.jpg'), bytesOf(image.segmentation.overlay.dataUri));
  }
} finally {
  await app.close();
}
