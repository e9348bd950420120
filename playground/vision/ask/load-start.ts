import { buildClientSchema, getIntrospectionQuery } from 'graphql';
import type { GraphQLSchema, IntrospectionQuery } from 'graphql';
import { tasksOf, type Task } from '../model/tasks';
import startQuery from '../queries/start.graphql?raw';
import type { StartQuery } from '../queries.generated';
import { sendWhole } from './send';

/** What a server can do: read once, when the page opens. */
export interface Start {
  readonly schema: GraphQLSchema;
  readonly tasks: readonly Task[];
  readonly plugins: StartQuery['plugins'];
  readonly encoders: StartQuery['encoders'];
  readonly samples: StartQuery['samples'];
}

export async function loadStart(): Promise<Start> {
  const [introspection, listed] = await Promise.all([
    sendWhole<IntrospectionQuery>(getIntrospectionQuery({ oneOf: true })),
    sendWhole<StartQuery>(startQuery),
  ]);
  const schema = buildClientSchema(introspection);
  return { schema, tasks: tasksOf(schema, listed.plugins), plugins: listed.plugins, encoders: listed.encoders, samples: listed.samples };
}
