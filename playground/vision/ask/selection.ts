import { getNamedType, isAbstractType, isInterfaceType, isLeafType, isNonNullType, isObjectType, Kind } from 'graphql';
import type { FieldNode, GraphQLField, GraphQLOutputType, GraphQLSchema, SelectionNode, SelectionSetNode } from 'graphql';

/** The types whose shape is drawn, with the fields that drawing needs. */
const SHAPES: Readonly<Record<string, readonly string[]>> = {
  Box: ['x', 'y', 'width', 'height'],
  Point: ['x', 'y'],
  Mask: ['width', 'height', 'area', 'box', 'png'],
  Heatmap: ['width', 'height', 'min', 'max', 'box', 'float32'],
  Meta: ['method', 'form', 'pack', 'encoderRuns', 'cacheHit', 'notices'],
  Notice: ['code', 'message', 'field'],
};
/** Made by the server to look at, or the same once more: the page draws itself. */
const LEFT_OUT = new Set(['Picture', 'LabelMap', 'RLE', 'NormalizedBox']);
const DEPTH = 5;

export interface SelectionOptions {
  /** Whether heat maps of list items are selected: there may be many. */
  readonly maps: boolean;
}

/** All fields of an answer that can be drawn or read, whatever its type is. */
export function selectionOf(
  schema: GraphQLSchema,
  type: GraphQLOutputType,
  options: SelectionOptions,
  depth = 0,
  inList = false,
): SelectionSetNode | null {
  const named = getNamedType(type);
  if (depth > DEPTH) return null;
  if (isAbstractType(named)) {
    const parts = schema.getPossibleTypes(named).flatMap((part): SelectionNode[] => {
      const selectionSet = selectionOf(schema, part, options, depth, inList);
      return selectionSet
        ? [{ kind: Kind.INLINE_FRAGMENT, typeCondition: { kind: Kind.NAMED_TYPE, name: name(part.name) }, selectionSet }]
        : [];
    });
    return set([field('__typename'), ...parts]);
  }
  if (!isObjectType(named)) return null;
  const wanted = SHAPES[named.name];
  const fields = Object.values(named.getFields()).filter((one) => (wanted ? wanted.includes(one.name) : one.name !== 'id'));
  const chosen = fields.flatMap((one): FieldNode[] => {
    if (!isAskable(schema, one)) return [];
    const inner = getNamedType(one.type);
    const within = inList || /\[/.test(String(type));
    // Vectors, e.g. embeddings, say nothing to the eye.
    if (isLeafType(inner)) return inner.name === 'Float' && /\[/.test(String(one.type)) ? [] : [field(one.name)];
    if (inner.name === 'Heatmap' && within && !options.maps) return [];
    const selectionSet = selectionOf(schema, one.type, options, depth + 1, within);
    return selectionSet ? [field(one.name, selectionSet)] : [];
  });
  return chosen.length > 0 ? set(chosen) : null;
}

function isAskable(schema: GraphQLSchema, { type, args, deprecationReason }: GraphQLField<unknown, unknown>): boolean {
  const named = getNamedType(type);
  const visual = schema.getType('Visual');
  if (LEFT_OUT.has(named.name) || deprecationReason != null) return false;
  if (isObjectType(named) && isInterfaceType(visual) && schema.isSubType(visual, named)) return false;
  return args.every((argument) => !isNonNullType(argument.type) || argument.defaultValue !== undefined);
}

const name = (value: string) => ({ kind: Kind.NAME, value }) as const;
const set = (selections: readonly SelectionNode[]): SelectionSetNode => ({ kind: Kind.SELECTION_SET, selections });
export const field = (value: string, selectionSet?: SelectionSetNode): FieldNode => ({ kind: Kind.FIELD, name: name(value), selectionSet });
