import { table } from '../table.js';
import type { Shown } from './answer.js';

/** What was found in one picture, and what it is called. */
export interface Row {
  readonly picture: string;
  readonly image: Shown;
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

type Box = NonNullable<NonNullable<Shown['segmentation']>['segments'][number]['box']>;
const place = (box: Box | null): string =>
  box ? `${box.x.toFixed(0)},${box.y.toFixed(0)} ${box.width.toFixed(0)} x ${box.height.toFixed(0)}` : 'not found';

/** A table for people of masks, one of things and one of counts, as far as they were asked for; with a column of pictures where there may be many. */
export function tables(rows: readonly Row[], many: boolean): string {
  const named = (picture: string, cells: readonly string[]): readonly string[] => (many ? [picture, ...cells] : cells);
  const segments = rows.flatMap(({ picture, image }) =>
    (image.segmentation?.segments ?? []).map(({ label, score, coverage, box }) =>
      named(picture, [label, score.toFixed(2), percent(coverage), place(box)]),
    ),
  );
  const things = rows.flatMap(({ picture, image: { detection } }) => {
    if (!detection) return [];
    const found = detection.objects.map(({ label, score, box }) => [label, score.toFixed(2), place(box)]);
    return (found.length > 0 ? found : [['nothing', '', place(null)]]).map((cells) => named(picture, cells));
  });
  const counts = rows.flatMap(({ picture, image }) =>
    (image.counts ?? []).map(({ of, total, uncertainty, saturated }) =>
      named(picture, [of, `${saturated ? 'at least ' : ''}${total.toFixed(1)}`, uncertainty === null ? '' : `± ${uncertainty.toFixed(1)}`]),
    ),
  );
  return [
    ...(segments.length > 0
      ? [table([named('PICTURE', ['LABEL', 'SCORE', 'COVERAGE', 'BOX']), ...segments], [0], { position: 'start' })]
      : []),
    ...(things.length > 0 ? [table([named('PICTURE', ['THING', 'SCORE', 'BOX']), ...things], [0], { position: 'start' })] : []),
    ...(counts.length > 0 ? [table([named('PICTURE', ['COUNTED', 'TOTAL', '']), ...counts], [0], { position: 'start' })] : []),
  ].join('\n\n');
}
