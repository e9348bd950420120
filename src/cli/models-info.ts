import { findInCatalog } from '../core/packs/catalog.js';
import { shownPrecision } from '../core/packs/shown-precision.js';
import { findPack } from './find-pack.js';
import { methodsOf } from './models.js';
import { megabytes, printJson } from './output.js';
import { configWith } from './session.js';
import { table } from './table.js';

/** `denseql models info`: what one pack is, gives and needs. */
export async function infoOfModel(name: string, options: { json: boolean }): Promise<void> {
  const { folder, manifest } = await findPack(configWith({ PACK: name }));
  const { image, text, calibration, source } = manifest;
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  const catalog = source === undefined ? null : await findInCatalog(source.repository);
  if (options.json) return printJson({ folder, bytes, catalog, manifest });
  const { LOW, MEDIUM, HIGH } = image.detail;
  const rows: (readonly string[])[] = [
    ['name', manifest.name],
    ['revision', manifest.revision],
    ['what', manifest.summary],
    ['folder', folder],
    ['size', `${megabytes(bytes)} in ${manifest.files.length} files, ${shownPrecision(manifest)}`],
    ['from', source === undefined ? 'not pulled from a hub' : `${source.repository}, commit ${source.commit}`],
    ...manifest.licences.map(({ part, licence, source: origin }) => ['licence', `${licence}: ${part} (${origin})`]),
    [
      'picture',
      `patches of ${image.patch} px; long side ${LOW} / ${MEDIUM} / ${HIGH} px for LOW / MEDIUM / HIGH, at most ${image.maxSide}`,
    ],
    ['text', `${text.contextLength} tokens; prompts: ${text.templates.join(' | ')}`],
    ...Object.entries(manifest.outputs).map(([output, { kind, dims, space }]) => [
      'output',
      `${output}: ${kind}, ${dims} dimensions, ${space} space`,
    ]),
    ['last block', image.tail === undefined ? 'cannot be run again' : `can be run again with ${image.tail.attentions.join(', ')}`],
    ...(image.masked === undefined ? [] : [['mask prompts', `looks at what a mask shows (${image.masked.side} px)`]]),
    ...(text.inputsEmbeds === undefined
      ? []
      : [['learned prompts', `vectors of ${text.inputsEmbeds.width} numbers in the place of tokens`]]),
    ['heads', Object.keys(manifest.heads).length === 0 ? 'none' : `for ${Object.keys(manifest.heads).join(', ')}`],
    ['methods', catalog === null ? 'those whose needs the outputs above meet' : methodsOf(catalog)],
    [
      'presence',
      `midpoint ${calibration.presence.midpoint}, slope ${calibration.presence.slope}; pixel threshold ${calibration.pixelThreshold}`,
    ],
    [
      'masks',
      calibration.masks
        ? `floor ${calibration.masks.floor}, least share ${calibration.masks.least}, own share ${calibration.masks.own ?? 0}`
        : 'floor at the midpoint',
    ],
    ['fitted on', calibration.fittedOn ?? 'not stated'],
  ];
  process.stdout.write(`${table(rows, [])}\n`);
}
