/** One SDL file of the core, e.g. `schema/visual.graphql`; errors call it by its name. */
export interface NamedSdl {
  readonly name: string;
  readonly text: string;
}

/** A plugin's SDL; `owner` is the plugin's name. */
export interface OwnedSdl {
  readonly owner: string;
  readonly text: string;
}

/** Type name to field name to resolver; `object` leaves room for GraphQLScalarType and resolver types of others. */
export type ResolverMap = Readonly<Record<string, object>>;

export interface OwnedResolvers {
  readonly owner: string;
  readonly resolvers: ResolverMap;
}

/** A task of the core: joins the schema when at least one method of it is registered. */
export interface TaskPart {
  /** The task's name, e.g. `segmentation`. */
  readonly name: string;
  readonly sdl: readonly NamedSdl[];
  readonly resolvers: ResolverMap;
}

/** A method of a plugin, as its manifest registers it. */
export interface MethodPart {
  readonly plugin: string;
  readonly task: { readonly name: string; readonly methodInput: string };
  readonly key: string;
  /** Its priority without `by`. */
  readonly default?: number | undefined;
}

export interface SchemaParts {
  readonly coreSdl: readonly NamedSdl[];
  /** One map a concept; no field may occur in two. */
  readonly coreResolvers: readonly ResolverMap[];
  readonly tasks: readonly TaskPart[];
  readonly methods: readonly MethodPart[];
  readonly pluginSdl: readonly OwnedSdl[];
  readonly pluginResolvers: readonly OwnedResolvers[];
}
