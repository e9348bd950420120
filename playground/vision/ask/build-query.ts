import { astFromValue, GraphQLFloat, GraphQLInt, GraphQLString, Kind, print } from 'graphql';
import type {
  ArgumentNode,
  DocumentNode,
  FieldNode,
  GraphQLInputType,
  GraphQLSchema,
  ObjectFieldNode,
  SelectionNode,
  ValueNode,
} from 'graphql';
import type { Option } from '../model/options';
import type { Method, Task } from '../model/tasks';
import type { Box, Layer, Side, Values, View } from '../model/view';
import { layOut } from './lay-out';
import { field, selectionOf } from './selection';

/** Which part of an answer is whose. */
export interface Ask {
  readonly layer: number;
  readonly task: Task;
  readonly side: 'left' | 'right';
  /** Where it stands in `data`. */
  readonly path: readonly string[];
}

export interface BuiltQuery {
  readonly text: string;
  readonly asks: readonly Ask[];
}

interface Wanted {
  readonly layer: number;
  readonly task: Task;
  readonly side: 'left' | 'right';
  readonly encoder: string | null;
  readonly alias: string | null;
  readonly node: FieldNode;
}

/** The query that asks all that a view shows: one operation, one picture, one pass. */
export function buildQuery(schema: GraphQLSchema, tasks: readonly Task[], view: View): BuiltQuery {
  const wanted = view.layers.flatMap((layer, place) => {
    const task = tasks.find(({ name }) => name === layer.task);
    if (!task) return [];
    const sides = [{ side: 'left' as const, who: layer.side }, ...(layer.other ? [{ side: 'right' as const, who: layer.other }] : [])];
    return sides.map(({ side, who }) => ({
      layer: place,
      task,
      side,
      encoder: who.encoder,
      who,
      several: view.layers.length + sides.length > 2,
    }));
  });
  const fields = wanted.map(({ who, several, ...rest }): Wanted => {
    const alias = several ? aliasOf(rest, view) : null;
    return { ...rest, alias, node: taskField(schema, rest.task, view.layers[rest.layer]!, who, view, alias) };
  });
  const encoders = [...new Set(fields.map(({ encoder }) => encoder))];
  const images = encoders.map((encoder, place) => {
    const alias = encoders.length > 1 ? `encoder${place + 1}` : null;
    const mine = fields.filter((one) => one.encoder === encoder);
    return {
      alias,
      mine,
      node: imageField(
        view,
        encoder,
        alias,
        mine.map(({ node }) => node),
      ),
    };
  });
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        kind: Kind.OPERATION_DEFINITION,
        operation: 'query' as never,
        name: name('Ask'),
        selectionSet: selections(images.map(({ node }) => node)),
      },
    ],
  };
  const asks = images.flatMap(({ alias, mine }) =>
    mine.map(({ layer, task, side, alias: own }): Ask => ({
      layer,
      task,
      side,
      path: [alias ?? 'image', ...(view.box ? ['region'] : []), own ?? task.name],
    })),
  );
  return { text: layOut(print(document)), asks };
}

function aliasOf({ layer, side, task }: { layer: number; side: string; task: Task }, view: View): string {
  const several = view.layers.length > 1;
  if (!several) return side;
  const same = view.layers.filter(({ task: name }) => name === task.name).length > 1;
  const stem = same ? `${task.name}${layer + 1}` : task.name;
  return view.layers[layer]?.other ? `${stem}${side === 'left' ? 'Left' : 'Right'}` : stem;
}

function taskField(schema: GraphQLSchema, task: Task, layer: Layer, side: Side, view: View, alias: string | null): FieldNode {
  const args: ArgumentNode[] = [];
  if (task.words) {
    const texts = layer.texts.map(textNode);
    const value: ValueNode | undefined = task.words.many ? { kind: Kind.LIST, values: texts } : texts[0];
    if (value) args.push(argument(task.words.name, value));
  }
  args.push(...valueNodes(task.args, layer.args).map(([key, value]) => argument(key, value)));
  const method = task.methods.find(({ key }) => key === side.method) ?? task.methods[0];
  const by = byNode(method, side, task.methods[0]);
  if (task.by && by) args.push(argument('by', by));
  return {
    ...field(task.name, selectionOf(schema, task.type, { maps: view.maps }) ?? undefined),
    alias: alias === null || alias === task.name ? undefined : name(alias),
    arguments: args,
  };
}

/** Absent where the default method runs with its default options. */
function byNode(method: Method | undefined, side: Side, usual: Method | undefined): ValueNode | null {
  if (!method) return null;
  const options = valueNodes(method.options, side.options).map(([key, value]): ObjectFieldNode => ({
    kind: Kind.OBJECT_FIELD,
    name: name(key),
    value,
  }));
  if (options.length === 0 && method === usual && method.default !== null) return null;
  return {
    kind: Kind.OBJECT,
    fields: [{ kind: Kind.OBJECT_FIELD, name: name(method.key), value: { kind: Kind.OBJECT, fields: options } }],
  };
}

function valueNodes(options: readonly Option[], values: Values): [string, ValueNode][] {
  return options.flatMap((option) => {
    if (!(option.name in values)) return [];
    const node = valueNode(values[option.name], option.inputType);
    return node ? [[option.name, node] as [string, ValueNode]] : [];
  });
}

/** A value that does not fit its type is left to the server to refuse in words. */
function valueNode(value: unknown, type: GraphQLInputType): ValueNode | null {
  try {
    return astFromValue(value, type) ?? null;
  } catch {
    return astFromValue(JSON.stringify(value), GraphQLString) ?? null;
  }
}

function imageField(view: View, encoder: string | null, alias: string | null, inner: readonly SelectionNode[]): FieldNode {
  const [kind, id] = Object.entries(view.source ?? { sample: '' })[0] as [string, string];
  const args = [argument('source', { kind: Kind.OBJECT, fields: [{ kind: Kind.OBJECT_FIELD, name: name(kind), value: textNode(id) }] })];
  if (view.detail !== 'MEDIUM') args.push(argument('detail', { kind: Kind.ENUM, value: view.detail }));
  if (encoder !== null) args.push(argument('encoder', textNode(encoder)));
  const within = view.box ? [regionField(view.box, view.zoom, inner)] : inner;
  return { ...field('image', selections(within)), alias: alias ? name(alias) : undefined, arguments: args };
}

function regionField(box: Box, zoom: boolean, inner: readonly SelectionNode[]): FieldNode {
  const args = [argument('box', boxNode(box))];
  if (zoom) args.push(argument('zoom', { kind: Kind.BOOLEAN, value: true }));
  return { ...field('region', selections(inner)), arguments: args };
}

function boxNode(box: Box): ValueNode {
  const parts = Object.entries({ x: box.x, y: box.y, width: box.width, height: box.height });
  return {
    kind: Kind.OBJECT,
    fields: parts.map(([key, value]) => ({
      kind: Kind.OBJECT_FIELD,
      name: name(key),
      value: astFromValue(value, Number.isInteger(value) ? GraphQLInt : GraphQLFloat)!,
    })),
  };
}

const name = (value: string) => ({ kind: Kind.NAME, value }) as const;
const textNode = (value: string): ValueNode => ({ kind: Kind.STRING, value });
const argument = (key: string, value: ValueNode): ArgumentNode => ({ kind: Kind.ARGUMENT, name: name(key), value });
const selections = (nodes: readonly SelectionNode[]) => ({ kind: Kind.SELECTION_SET, selections: nodes }) as const;
