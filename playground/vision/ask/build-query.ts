import { Kind, OperationTypeNode, print } from 'graphql';
import type { FieldNode, GraphQLSchema } from 'graphql';
import type { Task } from '../model/tasks';
import type { View } from '../model/view';
import { imageField } from './image-field';
import { layOut } from './lay-out';
import { name, selections } from './nodes';
import { taskField } from './task-field';

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
  const operation = {
    kind: Kind.OPERATION_DEFINITION,
    operation: OperationTypeNode.QUERY,
    name: name('Ask'),
    selectionSet: selections(images.map(({ node }) => node)),
  } as const;
  const asks = images.flatMap(({ alias, mine }) =>
    mine.map(({ layer, task, side, alias: own }): Ask => ({
      layer,
      task,
      side,
      path: [alias ?? 'image', ...(view.box ? ['region'] : []), own ?? task.name],
    })),
  );
  return { text: layOut(print({ kind: Kind.DOCUMENT, definitions: [operation] })), asks };
}

function aliasOf({ layer, side, task }: { layer: number; side: string; task: Task }, view: View): string {
  const several = view.layers.length > 1;
  if (!several) return side;
  const same = view.layers.filter(({ task: name }) => name === task.name).length > 1;
  const stem = same ? `${task.name}${layer + 1}` : task.name;
  return view.layers[layer]?.other ? `${stem}${side === 'left' ? 'Left' : 'Right'}` : stem;
}
