/** A question as it was written, taken apart. */
export interface AskedArguments {
  /** The field's arguments, but `by`: as GraphQL would hand them to its resolver. */
  readonly asked: object;
  readonly by: unknown;
}

/**
 * Reads what is asked without GraphQL (`call.ask`, the command line) as a client's query is read: types and defaults are the SDL's.
 * @returns for a task's name: what reads one question
 * @throws Error where no plugin here has such a task: ask the registry first
 */
export type ArgumentsOf = (
  task: string,
) => /** @throws BAD_INPUT naming the argument and what there is */
(question: unknown) => AskedArguments;
