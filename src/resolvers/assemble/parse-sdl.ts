import { concatAST, parse, Source, type DocumentNode } from 'graphql';
import { pluginSource } from './owners.js';
import type { NamedSdl, OwnedSdl } from './parts.js';

/** @throws Error naming the file and line */
function parseNamed({ name, text }: NamedSdl): DocumentNode {
  try {
    return parse(new Source(text, name));
  } catch (cause) {
    throw new Error(`The schema in ${name} cannot be read: ${String(cause)}`, { cause });
  }
}

/** All SDL as one document whose nodes know their owners. @throws Error naming the file and line of a syntax error */
export const parseSdl = (core: readonly NamedSdl[], plugins: readonly OwnedSdl[]): DocumentNode =>
  concatAST([...core, ...plugins.map(({ owner, text }) => ({ name: pluginSource(owner), text }))].map(parseNamed));
