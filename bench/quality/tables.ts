import type { Measured, Results } from './results.js';
import type { Section } from './sections.js';
import { differenceKey } from './tally.js';

const fixed = (value: number | null | undefined, digits = 3): string =>
  typeof value === 'number' && Number.isFinite(value) ? value.toFixed(digits) : '';

/** As shown, and as files of figures have it: differences and ratios are of what one sees. */
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

const signed = (value: number): string => (value < 0 ? '' : '+') + fixed(value);

/** A section's figures as cells, with what they are held against beside where there is something; none where nothing was measured. */
export function sectionTable({ rows, against }: Section, results: Measured, base: Measured | null): string[][] {
  const beside = against !== undefined || base !== null;
  const lines = rows.flatMap(({ key, name, than }) => {
    const figure = results.figures[key];
    if (!figure) return [];
    const cells = [name, fixed(figure.value), `${fixed(figure.low)} to ${fixed(figure.high)}`, String(figure.n)];
    if (!beside) return [cells];
    const difference = than === undefined ? undefined : results.figures[differenceKey(key, than)];
    // Of the groups that both have, where not all of them were asked both ways.
    const asked = difference ? figure.value - difference.value : than === undefined ? undefined : results.figures[than]?.value;
    const before = than === undefined ? base?.figures[key]?.value : asked;
    if (before === undefined) return [[...cells, '', '', '']];
    const [value, other] = [rounded(figure.value), rounded(before)];
    const spread = difference ? ` (${signed(difference.low)} to ${signed(difference.high)})` : '';
    return [[...cells, fixed(other), signed(value - other) + spread, fixed(value / other, 2)]];
  });
  const head = ['', 'value', '95 %', 'n', ...(beside ? [against ?? 'base line', 'difference', 'ratio'] : [])];
  return lines.length > 0 ? [head, ...lines] : [];
}

/** Concepts with fewer boxes say too little. */
const LEAST_BOXES = 3;
const WORST = 15;

export function conceptTable({ perConcept }: Results, base: Results | null): string[][] {
  const rows = perConcept.filter(({ boxes }) => boxes >= LEAST_BOXES).slice(0, WORST);
  const head = ['concept', 'boxes', 'nearest', 'nearest 3', 'mostly taken for', ...(base ? ['base line'] : [])];
  const lines = rows.map(({ concept, boxes, top1, top3, instead }) => {
    const before = base?.perConcept.find((row) => row.concept === concept)?.top1;
    return [concept, String(boxes), fixed(top1, 2), fixed(top3, 2), instead ?? '', ...(base ? [fixed(before, 2)] : [])];
  });
  return lines.length > 0 ? [head, ...lines] : [];
}

export function markdown([head, ...lines]: readonly (readonly string[])[]): string {
  if (!head) return '';
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [row(head), `|${head.map(() => '---').join('|')}|`, ...lines.map(row)].join('\n');
}

/** The same in columns, for people who look at a terminal. */
export function columns(table: readonly (readonly string[])[]): string {
  const widths = (table[0] ?? []).map((_, index) => Math.max(...table.map((cells) => cells[index]?.length ?? 0)));
  const pad = (cell: string, index: number): string => (index === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[index]!));
  return table.map((cells) => cells.map(pad).join('  ').trimEnd()).join('\n');
}
