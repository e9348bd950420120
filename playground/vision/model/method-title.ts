import { getNamedType, isInputObjectType } from 'graphql';
import type { GraphQLInputType } from 'graphql';
import { wordsOf } from './words';

/** Longer is a sentence about a method, not what it is called. */
const MOST = 24;

/** What a method is called: what the description of its member of `by` has before its paper, e.g. "MaskCLIP (arXiv:2112.01071): ..."; else its key in words. */
export function methodTitle(key: string, by: GraphQLInputType | null): string {
  const type = by && getNamedType(by);
  const description = isInputObjectType(type) ? type.getFields()[key]?.description : null;
  const begins = /^([^(:.,\n]+) \(/.exec(description ?? '')?.[1] ?? '';
  return begins !== '' && begins.length <= MOST ? begins : wordsOf(key);
}
