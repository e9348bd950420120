import type { MethodResult, Task } from './contract.js';

/** What `defineTask` takes: how a question is read, how a method is called, how its result is checked and shown. */
export type TaskDefinition<
  Method,
  Asked extends object,
  Question extends object,
  Result extends MethodResult,
  Answer extends object,
> = Pick<Task<Method, Asked, Question, Result, Answer>, 'name' | 'question' | 'call' | 'answer'> &
  Partial<Pick<Task<Method, Asked, Question, Result, Answer>, 'methodInput' | 'before' | 'check' | 'forLabels' | 'ahead'>>;

/** Of a field on Visual. */
const NAME = /^[a-z][A-Za-z0-9]*$/;

const capital = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/**
 * Declares a task. Its SDL extends Visual by a nullable field of this name with the argument `by: <Name>Method`, and gives the field's type
 * `id: ID!` and `meta: Meta!`, which the host answers.
 *
 * @param definition `methodInput` is `<Name>Method` where it is left out; without `check` the method's result is taken as it is
 * @returns the task, frozen
 * @throws Error where `name` is no name of a field
 */
export function defineTask<Method, Asked extends object, Question extends object, Result extends MethodResult, Answer extends object>(
  definition: TaskDefinition<Method, Asked, Question, Result, Answer>,
): Task<Method, Asked, Question, Result, Answer> {
  const { name } = definition as { name: unknown };
  if (typeof name !== 'string' || !NAME.test(name))
    throw new Error(`A task's name must be a name of a schema field, e.g. depth, not ${JSON.stringify(name) ?? String(name)}.`);
  return Object.freeze({ methodInput: `${capital(definition.name)}Method`, check: (result: Result) => result, ...definition });
}
