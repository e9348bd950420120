import {
  getNamedType,
  getNullableType,
  isEnumType,
  isListType,
  isNonNullType,
  parseType,
  parseValue,
  typeFromAST,
  valueFromASTUntyped,
} from 'graphql';
import type { GraphQLInputType, GraphQLSchema, TypeNode } from 'graphql';
import type { Value } from './view';
import { valueTitle } from './words';

/** How a value is asked for. */
export type Control =
  | { readonly kind: 'choice'; readonly values: readonly { readonly name: string; readonly title: string; readonly description: string }[] }
  | { readonly kind: 'switch' }
  | { readonly kind: 'slider'; readonly min: number; readonly max: number; readonly step: number }
  | { readonly kind: 'number'; readonly whole: boolean; readonly min: number | null; readonly max: number | null }
  | { readonly kind: 'text' }
  | { readonly kind: 'texts' }
  | { readonly kind: 'boxes'; readonly many: boolean }
  | { readonly kind: 'pictures' }
  | { readonly kind: 'literal' };

export interface Option {
  readonly name: string;
  /** In SDL. */
  readonly type: string;
  readonly inputType: GraphQLInputType;
  readonly description: string;
  /** What is taken where nothing is said; null: what the method or the encoder takes of its own. */
  readonly fallback: Value;
  readonly control: Control;
}

export interface ListedOption {
  readonly name: string;
  readonly type: string;
  readonly default: string | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly description: string | null;
}

export const optionsOf = (schema: GraphQLSchema, listed: readonly ListedOption[]): Option[] =>
  listed.flatMap((option) => {
    const type = typeOf(schema, parseType(option.type));
    if (!type) return [];
    return {
      name: option.name,
      type: option.type,
      inputType: type,
      description: plain(option.description),
      fallback: option.default === null ? null : (valueFromASTUntyped(parseValue(option.default)) as Value),
      control: controlOf(type, option.min, option.max),
    };
  });

/** Markdown's ticks and line breaks taken away. */
const plain = (text: string | null | undefined): string => (text ?? '').replace(/`/g, '').replace(/\s+/g, ' ').trim();

// typeFromAST has an overload for each kind of node; any of them does.
const typeOf = (schema: GraphQLSchema, node: TypeNode): GraphQLInputType | undefined =>
  typeFromAST(schema, node as never) as GraphQLInputType | undefined;

function controlOf(type: GraphQLInputType, min: number | null, max: number | null): Control {
  const bare = getNullableType(type);
  const named = getNamedType(type);
  const many = isListType(bare);
  if (named.name === 'BoxInput') return { kind: 'boxes', many };
  if (many && named.name === 'ImageSource') return { kind: 'pictures' };
  if (many) return named.name === 'String' && !isListType(getNullableType(bare.ofType)) ? { kind: 'texts' } : { kind: 'literal' };
  if (isEnumType(named))
    return {
      kind: 'choice',
      values: named.getValues().map(({ name, description }) => ({
        name,
        title: valueTitle(name, description ?? ''),
        description: plain(description),
      })),
    };
  if (named.name === 'Boolean') return { kind: 'switch' };
  if (named.name === 'String' || named.name === 'ID') return { kind: 'text' };
  if (named.name !== 'Int' && named.name !== 'Float') return { kind: 'literal' };
  const whole = named.name === 'Int';
  if (min === null || max === null || (max - min > 50 && !whole)) return { kind: 'number', whole, min, max };
  return { kind: 'slider', min, max, step: whole ? 1 : (max - min) / 100 };
}

/** Whether null is among its values. */
export const mayBeNull = (option: Option): boolean => !isNonNullType(option.inputType);
