import { Kind } from 'graphql';
import type { FieldNode, SelectionNode } from 'graphql';
import type { Box, View } from '../model/view';
import { argument, enumNode, name, numberNode, objectNode, selections, textNode } from './nodes';
import { field } from './selection';

/** The picture that is asked, and the box in it where there is one. */
export function imageField(view: View, encoder: string | null, alias: string | null, inner: readonly SelectionNode[]): FieldNode {
  const [kind, id] = Object.entries(view.source ?? { sample: '' })[0] as [string, string];
  const args = [argument('source', objectNode([[kind, textNode(id)]]))];
  if (view.detail !== 'MEDIUM') args.push(argument('detail', enumNode(view.detail)));
  if (encoder !== null) args.push(argument('encoder', textNode(encoder)));
  const within = view.box ? [regionField(view.box, view.zoom, inner)] : inner;
  return { ...field('image', selections(within)), alias: alias ? name(alias) : undefined, arguments: args };
}

function regionField({ x, y, width, height }: Box, zoom: boolean, inner: readonly SelectionNode[]): FieldNode {
  const box = Object.entries({ x, y, width, height }).map(([key, value]) => [key, numberNode(value)] as const);
  const args = [argument('box', objectNode(box))];
  if (zoom) args.push(argument('zoom', { kind: Kind.BOOLEAN, value: true }));
  return { ...field('region', selections(inner)), arguments: args };
}
