import type { ArgumentNode, FieldNode, GraphQLSchema, ValueNode } from 'graphql';
import { methodOf, type Method, type Task } from '../model/tasks';
import type { Layer, Side, View } from '../model/view';
import { argument, listNode, name, objectNode, textNode, valueNodes } from './nodes';
import { field, selectionOf } from './selection';

/** One layer's question as one side answers it. */
export function taskField(schema: GraphQLSchema, task: Task, layer: Layer, side: Side, view: View, alias: string | null): FieldNode {
  const args: ArgumentNode[] = [];
  if (task.words) {
    const texts = layer.texts.map(textNode);
    const value = task.words.many ? listNode(texts) : texts[0];
    if (value) args.push(argument(task.words.name, value));
  }
  args.push(...valueNodes(task.args, layer.args).map(([key, value]) => argument(key, value)));
  const by = byNode(methodOf(task, side), side, task.methods[0]);
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
  const options = valueNodes(method.options, side.options);
  if (options.length === 0 && method === usual && method.default !== null) return null;
  return objectNode([[method.key, objectNode(options)]]);
}
