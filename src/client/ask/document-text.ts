/**
 * A query with the types of its answer and its variables, as GraphQL Code Generator writes it (TypedDocumentNode, TypedDocumentString), as `gql` makes it, or
 * as plain text. The first member is a type only, and never there.
 */
export type Document<Result, Variables> =
  | string
  | ({ readonly __apiType?: ((variables: Variables) => Result) | undefined } & (
      | { readonly kind: 'Document'; readonly loc?: { readonly source: { readonly body: string } } | undefined }
      | { toString(): string; readonly kind?: undefined }
    ));

/** The text of a query. One that keeps none is printed by the package `graphql`, which only then is loaded. */
export async function documentText(document: Document<never, never>): Promise<string> {
  if (typeof document === 'string') return document;

  if (document.kind === undefined) return document.toString();
  if (document.loc) return document.loc.source.body;
  const { print } = await import('graphql');
  return print(document as never);
}
