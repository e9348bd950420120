import { LRUCache } from 'lru-cache';
import { visit, type DocumentNode } from 'graphql';

/** Bytes of queries that are kept read and checked. */
const STORE_BYTES = 30 * 1024 * 1024;
/** What a node takes in memory with its place, measured. */
const NODE_BYTES = 500;
const CHARACTER_BYTES = 2;

/** What keeping a document takes: its names are parts of the query's text, which is kept whole therefore, with all comments and blanks. */
function bytesOf(document: DocumentNode): number {
  let nodes = 0;
  visit(document, {
    enter() {
      nodes += 1;
    },
  });
  return nodes * NODE_BYTES + (document.loc?.source.body.length ?? 0) * CHARACTER_BYTES;
}

/** Keeps checked queries as Apollo's own store does, the least recently used go, and counts what they take. Apollo counts their tree alone: thirty thousand queries with a comment of megabytes would stay. */
export function createDocumentStore(bytes = STORE_BYTES) {
  const documents = new LRUCache<string, DocumentNode>({ maxSize: bytes, sizeCalculation: bytesOf });
  return {
    get: async (key: string): Promise<DocumentNode | undefined> => documents.get(key),
    set: async (key: string, document: DocumentNode): Promise<void> => void documents.set(key, document),
    delete: async (key: string): Promise<boolean> => documents.delete(key),
  };
}
