import type { ASTNode } from 'graphql';

/** How sources of plugins are named, so that an error tells core files and plugins apart. */
export const pluginSource = (plugin: string): string => `plugin "${plugin}"`;

/** Whose SDL a node came from: the name of its source. */
export const ownerOf = (node: ASTNode | null | undefined): string => node?.loc?.source.name ?? 'unknown';

/** Owners of nodes, each with the line, e.g. `schema/mask.graphql:3 and plugin "a":12`. */
export const ownersOf = (nodes: readonly ASTNode[]): string =>
  [...new Set(nodes.map((node) => `${ownerOf(node)}:${node.loc?.startToken.line ?? 0}`))].join(' and ');
