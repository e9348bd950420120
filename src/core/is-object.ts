/** Whether it has members by name, as GraphQL's input objects have: no list, date or map. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  Object.prototype.toString.call(value) === '[object Object]';
