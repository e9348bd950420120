import type { Results } from './results.js';
import { SECOND } from './masks.js';
import { SECTIONS } from './sections.js';
import { conceptTable, markdown, sectionTable } from './tables.js';

const baseLine = (results: Results, base: Results): string => {
  const same = base.scenes === results.scenes && base.pictures === results.pictures;
  const warning = same
    ? ''
    : ` It looked at ${base.scenes} scenes and ${base.pictures} pictures, so that differences are no fair comparison.`;
  return `- Base line: ${base.label} (${base.pack}, ${base.method}).${warning} Ratios are to its figures.\n`;
};

/** The page docs/quality.md: what was measured, on what, how sure the figures are, and what they were before. */
export function page(results: Results, base: Results | null, command: string): string {
  const sections = SECTIONS.flatMap((section) => {
    const table = sectionTable(section, results, base);
    return table.length > 0 ? [`## ${section.title}\n\n${section.text}\n\n${markdown(table)}\n`] : [];
  });
  const concepts = conceptTable(results, base);
  const worst =
    concepts.length > 0
      ? `### The worst concepts\n\nOf those with 3 boxes or more: the share of boxes whose nearest concept, or one of the nearest 3, is right.\n\n${markdown(concepts)}\n`
      : '';
  return `# Quality

Written by \`${command}\`.

How right the answers are, on pictures of training/eval, which training leaves out: ${results.scenes} composed scenes with ${results.objects} objects, whose truth is
known to the pixel, and ${results.boxes} boxes drawn by hand in ${results.pictures} pictures. Composed scenes are no photographs: the figures compare versions and
packs, they do not foretell what your pictures will give.

- Run: ${results.label}; pack ${results.pack}, detail MEDIUM
- Method: ${results.method}${results.countMethod ? `; counting: ${results.countMethod}, in ${results.counts} pictures` : ''}
${base ? baseLine(results, base) : ''}- Names to choose from: ${results.labels} held-out labels in scenes, ${results.concepts} concepts in boxes
- 95 %: bootstrap over scenes (over pictures for boxes; those of one place count as one), 1000 draws. n: the cases behind a figure

${sections.join('\n')}
${worst}
## To look at

Picture, truth and answer of the 12 best and the 12 worst scenes by mIoU. A colour is the same label in both; magenta is a label that is not
there at all. The worst were not chosen by anyone, nor were the best.

![The 12 best scenes](quality-best.jpg)

![The 12 worst scenes](quality-worst.jpg)
${results.figures[`${SECOND}masks.iou`] ? '\nTwelve scenes, taken evenly, by denseclip:\n\n![Twelve scenes by denseclip](quality-denseclip.jpg)\n' : ''}`;
}
