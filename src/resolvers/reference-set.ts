import { badInput } from '../core/errors.js';
import { answerBox } from '../core/visual/answer-box.js';
import type { Resolvers } from './types.generated.js';

const MOST_ITEMS = 1000;

const time = (milliseconds: number): string => new Date(milliseconds).toISOString();

export const referenceSetResolvers = {
  Query: {
    referenceSets: (_, __, { platform, operation }) => platform.references.list(operation),
    referenceSet: (_, { id }, { platform, operation }) => platform.references.find(id, operation),
  },
  Mutation: {
    createReferenceSet: async (_, { name, items, detail, encoder }, { platform, operation }) =>
      platform.references.create({ name, items, detail, encoder: await platform.encoders.open(encoder ?? null) }, operation),
    addToReferenceSet: (_, { id, items }, { platform, operation }) =>
      platform.references.add({ id, items, encoderOf: (name) => platform.encoders.open(name) }, operation),
    removeFromReferenceSet: (_, { id, items }, { platform, operation }) => platform.references.remove(id, items, operation),
    deleteReferenceSet: async (_, { id }, { platform, operation }) => {
      await platform.references.delete(id, operation);
      return id;
    },
  },
  ReferenceSet: {
    id: ({ id }) => id,
    name: ({ name }) => name,
    encoder: ({ encoder }) => encoder,
    detail: ({ detail }) => detail,
    content: ({ content }) => content,
    size: ({ size }) => size,
    bytes: ({ bytes }) => bytes,
    createdAt: ({ createdAt }) => time(createdAt),
    changedAt: ({ changedAt }) => time(changedAt),
    items: (set, { first, offset }, { platform }) => {
      if (first < 1 || first > MOST_ITEMS) throw badInput('first', `must be 1 to ${MOST_ITEMS}, not ${first}.`);
      if (offset < 0) throw badInput('offset', `must be 0 or more, not ${offset}.`);
      return platform.references.items(set, { first, offset });
    },
  },
  ReferenceItem: {
    id: ({ id }) => id,
    content: ({ content }) => content,
    width: ({ original }) => original.width,
    height: ({ original }) => original.height,
    box: ({ box, original }) => box && answerBox(box, original),
    label: ({ label }) => label,
  },
} satisfies Resolvers;
