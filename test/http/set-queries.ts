import { expect } from 'vitest';
import { asData, painted } from './pictures.js';
import type { TinyServer } from './tiny-server.js';

const SET = 'id name encoder detail content size bytes createdAt changedAt';

/** What tests ask about reference sets. */
export const CREATE = `mutation ($name: String! = "flanges", $items: [ReferenceInput!]! = [], $detail: Detail! = MEDIUM) { createReferenceSet(name: $name, items: $items, detail: $detail) { ${SET} } }`;
export const ADD = `mutation ($id: ID!, $items: [ReferenceInput!]!) { addToReferenceSet(id: $id, items: $items) { ${SET} } }`;
export const REMOVE = `mutation ($id: ID!, $items: [ID!]!) { removeFromReferenceSet(id: $id, items: $items) { ${SET} } }`;
export const DELETE = 'mutation ($id: ID!) { deleteReferenceSet(id: $id) }';
export const LIST = '{ referenceSets { id name size } }';
export const ITEMS = `query ($id: ID!, $first: Int! = 100, $offset: Int! = 0) { referenceSet(id: $id) { ${SET} items(first: $first, offset: $offset) { id content width height label box { x y width height } } } }`;
export const FOUND = 'score threshold isAnomalous percentile mapThreshold map { max } meta { encoderRuns notices { code field } }';
export const ASK = `query ($source: ImageSource!, $set: ID!, $detail: Detail! = MEDIUM) { image(source: $source, detail: $detail) { anomaly(by: { memory: { referenceSet: $set } }) { id ${FOUND} } } }`;

const hex = (value: number): string => value.toString(16).padStart(2, '0');

/** A part on a ground: a yellow square on green, in a light of its own, 0 to 111, and at a place of its own: in light alone they would be the same shot again. */
export const part = async (light: number, isDefective = false): Promise<{ data: string }> =>
  asData(
    await painted(448, 448, `#20a0${hex(32 + light)}`, [
      { x: 112 + (light % 28), y: 133 - (light % 28), width: 112, height: 112, color: `#e0d0${hex(32 + 2 * light)}` },
      ...(isDefective ? [{ x: 280, y: 112, width: 56, height: 84, color: '#e02020' }] : []),
    ]),
  );

export const items = (sources: readonly object[]): { source: object }[] => sources.map((source) => ({ source }));

/** Asks a server, once it is there. @param headers with each question */
export function setAsker(server: () => TinyServer, headers: Record<string, string> = {}) {
  const send = (query: string, variables: object = {}) => server().send(JSON.stringify({ query, variables }), headers);
  /** `data`, of what must not fail. */
  const done = async (query: string, variables: object = {}) => {
    const { body } = await send(query, variables);
    expect(body.errors).toBeUndefined();
    return body.data;
  };
  /** Codes and messages. */
  const failed = async (query: string, variables: object = {}): Promise<string[]> => {
    const { body } = await send(query, variables);
    const errors = (body.errors ?? []) as { message: string; extensions: { code: string } }[];
    return errors.map(({ message, extensions }) => `${extensions.code} ${message}`);
  };
  const create = async (sources: readonly object[] = [], variables: object = {}) =>
    (await done(CREATE, { items: items(sources), ...variables })).createReferenceSet;
  return { send, done, failed, create };
}
