import { Message } from './protobuf.js';

/** A branch of an If: all that an attribute needs of a graph. */
export interface Branch {
  /** GraphProto. */
  message(): Message;
}

/**
 * Value of a node's attribute. A plain number or list is of integers; a float says so (`{ float: 1 }`), because a JavaScript number
 * cannot tell 1 from 1.0 and a runtime refuses the wrong one.
 */
export type Attribute =
  number | string | readonly number[] | { readonly float: number } | { readonly floats: readonly number[] } | { readonly graph: Branch };

/** AttributeProto. Its type field is always written: some readers do not guess. */
export function attributeMessage(name: string, value: Attribute): Message {
  const attribute = new Message().string(1, name);
  if (typeof value === 'string') return attribute.string(4, value).integer(20, 3);
  if (typeof value === 'number') return attribute.integer(3, whole(name, value)).integer(20, 2);
  if ('float' in value) return attribute.float(2, value.float).integer(20, 1);
  if ('graph' in value) return attribute.message(6, value.graph.message()).integer(20, 5);
  if ('floats' in value) {
    for (const item of value.floats) attribute.float(7, item);
    return attribute.integer(20, 6);
  }
  for (const item of value) attribute.integer(8, whole(name, item));
  return attribute.integer(20, 7);
}

function whole(name: string, value: number): number {
  if (!Number.isSafeInteger(value)) throw new Error(`The attribute ${name} is ${value}, no integer: write a float as { float: ${value} }.`);
  return value;
}
