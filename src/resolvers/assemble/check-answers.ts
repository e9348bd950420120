import { getNamedType, getNullableType, isInterfaceType, isListType, isNonNullType, isObjectType, type GraphQLSchema } from 'graphql';
import { ownerOf } from './owners.js';

/** What the host answers for every task. */
const GIVEN: Readonly<Record<string, string>> = { id: 'ID!', meta: 'Meta!' };

/**
 * The field of each task is nullable, so that it can fail alone, no list, takes `by`, and its type has `id: ID!` and `meta: Meta!`.
 * @throws Error naming the task, what is missing and the owner of the SDL
 */
export function checkAnswers(schema: GraphQLSchema, tasks: readonly { readonly name: string; readonly methodInput: string }[]): void {
  const visual = schema.getType('Visual');
  if (!isInterfaceType(visual)) return;
  for (const { name, methodInput } of tasks) {
    const field = visual.getFields()[name];
    if (!field)
      throw new Error(`The task "${name}" has no field: its SDL needs \`extend interface Visual { ${name}(by: ${methodInput}): ... }\`.`);
    const owner = ownerOf(field.astNode);
    if (isNonNullType(field.type)) throw new Error(`Visual.${name} (${owner}) must be nullable, so that it can fail alone.`);
    if (isListType(getNullableType(field.type)))
      throw new Error(`Visual.${name} (${owner}) must not be a list: a task has one answer, whose fields may be lists.`);
    if (String(field.args.find((argument) => argument.name === 'by')?.type) !== methodInput)
      throw new Error(`Visual.${name} (${owner}) must take \`by: ${methodInput}\`.`);
    const type = getNamedType(field.type);
    for (const [member, wanted] of Object.entries(GIVEN))
      if (!isObjectType(type) || String(type.getFields()[member]?.type) !== wanted)
        throw new Error(
          `${type.name} (${owner}), the answer of the task "${name}", must have \`${member}: ${wanted}\`, which the host gives.`,
        );
  }
}
