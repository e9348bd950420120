import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { projectRoot } from '../project-root.js';

/** Names of the core's own tasks: those whose SDL is in schema/tasks. */
export const coreTasks = (): ReadonlySet<string> =>
  new Set(readdirSync(join(projectRoot(), 'schema', 'tasks')).map((file) => basename(file, '.graphql')));
