import { z } from 'zod';

/** Largest number that bounds nothing: zod gives it to every whole number. */
const NO_BOUND = Number.MAX_SAFE_INTEGER;

function wholeNumber({ minimum, maximum, exclusiveMinimum }: z.core.JSONSchema.BaseSchema): string {
  const low = minimum ?? (typeof exclusiveMinimum === 'number' ? exclusiveMinimum + 1 : -NO_BOUND);
  const high = maximum ?? NO_BOUND;
  if (high < NO_BOUND) return `a whole number from ${low} to ${high}`;
  return low === 1 ? 'a whole number above 0' : low > -NO_BOUND ? `a whole number of at least ${low}` : 'a whole number';
}

const schemaOf = (type: z.ZodType): z.core.JSONSchema.BaseSchema => z.toJSONSchema(type, { io: 'output', unrepresentable: 'any' });

/** What a setting's type takes, in words that follow "must be"; null where the type itself does not tell. */
export function allowedValue(type: z.ZodType): string | null {
  const schema = schemaOf(type);
  if (schema.type === 'boolean') return 'true or false';
  if (schema.enum !== undefined) return `one of ${schema.enum.join(', ')}`;
  return schema.type === 'integer' ? wholeNumber(schema) : null;
}

/** Whether a setting takes whole numbers. */
export const takesWholeNumber = (type: z.ZodType): boolean => schemaOf(type).type === 'integer';

/** The names that a setting takes, where it takes names. */
export function allowedNames(type: z.ZodType): readonly string[] {
  return (schemaOf(type).enum ?? []).map(String);
}
