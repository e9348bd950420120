import { DenseqlError } from '../errors.js';
import type { Box } from '../geometry/box.js';
import type { Detail } from '../images/encoder-size.js';
import type { Row } from './database/protocol.js';
import type { ReferenceItem, ReferenceSetInfo } from './reference-set.js';

/** An item as it is kept: with the key of its picture's pass. */
export interface KeptItem extends ReferenceItem {
  readonly pass: string;
}

/** Of a set, out of the table of sets. */
export const COLUMNS = `id, name, pack, pack_id, detail, content, created_at, changed_at,
  (select count(*) from items where set_id = sets.id) as size,
  (select coalesce(sum(bytes), 0) from passes where id in (select pass from items where set_id = sets.id)) as bytes`;

/** Of an item. */
const ITEM = 'items.id, passes.key, items.content, items.width, items.height, items.box, items.label';
/** Items; what set they are of follows, e.g. ` = ?`. */
export const ITEMS_OF = `select ${ITEM} from items join passes on passes.id = items.pass where set_id`;
/** All items of the set of a row, as one text of JSON. */
export const ALL_ITEMS = `select json_group_array(json_object('id', id, 'key', key, 'content', content, 'width', width, 'height', height, 'box', box, 'label', label))
  from (${ITEMS_OF} = sets.id order by place)`;

export const infoOf = (row: Row): ReferenceSetInfo => ({
  id: row['id'] as string,
  name: row['name'] as string,
  encoder: row['pack'] as string,
  packId: row['pack_id'] as string,
  detail: row['detail'] as Detail,
  content: row['content'] as string,
  size: row['size'] as number,
  bytes: row['bytes'] as number,
  createdAt: row['created_at'] as number,
  changedAt: row['changed_at'] as number,
});

export const itemOf = (row: Row): KeptItem => ({
  id: row['id'] as string,
  pass: row['key'] as string,
  content: row['content'] as string,
  original: { width: row['width'] as number, height: row['height'] as number },
  box: row['box'] === null ? null : (JSON.parse(row['box'] as string) as Box),
  label: row['label'] as string | null,
});

export const noSuchSet = (id: string): DenseqlError =>
  new DenseqlError(
    'SET_NOT_FOUND',
    `No reference set "${id.slice(0, 80)}": it was never made here, or it was deleted. referenceSets lists those that there are.`,
  );
