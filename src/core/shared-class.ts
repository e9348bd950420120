/**
 * Freezes a class that plugins get instances of: methods that one plugin replaced would be replaced for every answer of the server. Its state is in
 * private fields (#x), which nobody reaches. To be called right below the class.
 */
export function sharedClass(shared: { readonly prototype: object }): void {
  Object.freeze(shared);
  Object.freeze(shared.prototype);
}
