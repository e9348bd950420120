import { readFileSync } from 'node:fs';

/** Names of a graph's attention nodes, as our two writers of graphs give them. */
export const attentionNodes = (graph: string): string[] => [
  ...new Set(readFileSync(graph, 'latin1').match(/multiheadattention_\d+(?!\d|_)/gi) ?? []),
];
