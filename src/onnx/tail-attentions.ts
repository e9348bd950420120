/**
 * Attentions of the last block when only its tail is run again: softmax of scaled products, per head, times values (graphs/tail.ts says which).
 * In the order of the tail's one-hot input; pack.json and queries name them. Data alone, so that the format of packs may take it from here.
 */
export const TAIL_ATTENTIONS = ['IDENTITY', 'QQ', 'KK', 'QQ_KK', 'KK_OMEGA', 'MIDDLE'] as const;
export type TailAttention = (typeof TAIL_ATTENTIONS)[number];
