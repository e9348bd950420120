import { getNamedType, getNullableType, isLeafType, isListType, isObjectType } from 'graphql';
import type { GraphQLObjectType, GraphQLOutputType, GraphQLSchema } from 'graphql';
import { NAMES, SCORES, SHARES, thresholdOf } from '../model/field-names';
import { firstSentence } from '../model/words';
import type { Box } from '../model/view';
import { readMap, type MapAnswer } from './read-map';
import { readMask, type MaskAnswer } from './read-mask';
import type { Figure, Finding, Meta, Point, ReadMap, Reading } from './reading';

type Answered = Readonly<Record<string, unknown>>;

/** Reads an answer by the types that the schema gives its parts: no task is known by name. */
export async function readAnswer(schema: GraphQLSchema, type: GraphQLOutputType, answer: unknown): Promise<Reading> {
  const parts: Parts = { findings: [], lists: false, maps: [], points: null, figures: [], meta: null };
  collect(schema, type, answer, '', parts, '');
  const maps = parts.maps.map((map) => {
    const from = parts.figures.find(({ name }) => name === thresholdOf(map.name))?.value;
    return typeof from === 'number' ? { ...map, threshold: from } : map;
  });
  return { ...parts, maps, findings: await Promise.all(parts.findings) };
}

interface Parts {
  readonly findings: Promise<Finding>[];
  lists: boolean;
  readonly maps: ReadMap[];
  points: Point[] | null;
  readonly figures: Figure[];
  meta: Meta | null;
}

function collect(schema: GraphQLSchema, type: GraphQLOutputType, value: unknown, name: string, parts: Parts, description: string): void {
  if (value === null || value === undefined) return;
  const named = getNamedType(type);
  if (isListType(getNullableType(type))) return collectList(schema, named.name, value as unknown[], name, parts, description);
  if (isLeafType(named)) return void parts.figures.push({ name, value: value as Figure['value'], description: firstSentence(description) });
  if (named.name === 'Heatmap') return void parts.maps.push(readMap(name, value as MapAnswer));
  if (named.name === 'Meta') return void (parts.meta = value as Meta);
  const itself = objectType(schema, named.name, value);
  if (!itself) return;
  if (['Mask', 'Box'].includes(itself.name))
    return void parts.findings.push(readFinding(schema, { [name]: value }, parts.findings.length, [[name, itself]]));
  const fields = itself.getFields();
  const hasShapes = Object.values(fields).some(({ type: one }) => isList(one) && isShaped(one));
  // Points are places of one answer, not answers of their own.
  parts.lists ||= Object.values(fields).some(({ type: one }) => isList(one) && isShaped(one) && getNamedType(one).name !== 'Point');
  for (const [key, inner] of Object.entries(value)) {
    const field = fields[key];
    if (!field) continue;
    // Beside things with a place in the picture, a list of others is a remark.
    if (hasShapes && isList(field.type) && isObjectType(getNamedType(field.type)) && !isShaped(field.type)) {
      const value = remark(inner);
      if (value !== '') parts.figures.push({ name: key, value, description: firstSentence(field.description ?? '') });
    } else collect(schema, field.type, inner, key, parts, field.description ?? '');
  }
}

const isList = (type: GraphQLOutputType): boolean => isListType(getNullableType(type));

/** Whether items of this type have a place in the picture. */
function isShaped(type: GraphQLOutputType): boolean {
  const named = getNamedType(type);
  const shapes = ['Box', 'Mask', 'Heatmap', 'Point'];
  return (
    shapes.includes(named.name) ||
    (isObjectType(named) && Object.values(named.getFields()).some((field) => shapes.includes(getNamedType(field.type).name)))
  );
}

/** Items as words: their names, with their scores. */
const remark = (items: unknown): string =>
  ((items as Answered[] | null) ?? [])
    .map((item) =>
      Object.values(item)
        .map((value) => (typeof value === 'number' ? value.toFixed(2) : String(value)))
        .join(' '),
    )
    .join(', ');

function collectList(schema: GraphQLSchema, typeName: string, values: unknown[], name: string, parts: Parts, description: string): void {
  if (typeName === 'Point') return void (parts.points = [...(parts.points ?? []), ...(values as Point[])]);
  for (const value of values) {
    const type = objectType(schema, typeName, value);
    const item = typeName === 'Box' || typeName === 'Mask' || typeName === 'Heatmap' ? { [name]: value } : value;
    if (type) parts.findings.push(readFinding(schema, item as Answered, parts.findings.length, fieldsOf(type, item as Answered, name)));
  }
  if (values.length > 0 && !objectType(schema, typeName, values[0]))
    parts.figures.push({ name, value: values.map(String).join(', '), description: firstSentence(description) });
}

const fieldsOf = (type: GraphQLObjectType, item: Answered, name: string): [string, GraphQLOutputType, string?][] =>
  name in item && Object.keys(item).length === 1 && ['Box', 'Mask', 'Heatmap'].includes(type.name)
    ? [[name, type]]
    : Object.values(type.getFields()).map((field) => [field.name, field.type, field.description ?? '']);

/** The object type of a value; of a union or an interface, that which it says itself. */
function objectType(schema: GraphQLSchema, name: string, value: unknown): GraphQLObjectType | null {
  const said = value !== null && typeof value === 'object' && '__typename' in value ? String(value.__typename) : name;
  const type = schema.getType(said);
  return isObjectType(type) ? type : null;
}

async function readFinding(
  schema: GraphQLSchema,
  item: Answered,
  place: number,
  fields: readonly (readonly [string, GraphQLOutputType, string?])[],
): Promise<Finding> {
  const number = (names: readonly string[]): number | null =>
    names.map((name) => item[name]).find((value) => typeof value === 'number') ?? null;
  const label = NAMES.map((name) => item[name]).find((value) => typeof value === 'string');
  const known = [...NAMES, ...SCORES, ...SHARES];
  let [box, mask]: [Box | null, MaskAnswer | null] = [null, null];
  const maps: ReadMap[] = [];
  const figures: Figure[] = [];
  for (const [name, type, description = ''] of fields) {
    const value = item[name];
    const shape = getNamedType(type);
    if (value === null || value === undefined) continue;
    if (shape.name === 'Box') box ??= value as Box;
    else if (shape.name === 'Mask') mask ??= value as MaskAnswer;
    else if (shape.name === 'Heatmap') maps.push(readMap(name, value as MapAnswer));
    else if (isLeafType(shape) && !known.includes(name))
      figures.push({
        name,
        value: Array.isArray(value) ? value.join(', ') : (value as Figure['value']),
        description: firstSentence(description),
      });
  }
  return {
    place,
    name: label ?? `${place + 1}`,
    score: number(SCORES),
    share: number(SHARES),
    box,
    mask: mask && (await readMask(mask)),
    maps,
    figures,
  };
}
