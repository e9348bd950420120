import { CheckpointError } from '../checkpoint-error.js';
import { list, object, type Json } from './tokenizer-files.js';
import { contentOf, idOf, idsOf } from './vocabulary.js';

const CONFIG = 'tokenizer_config.json';
const ADDED = 'added_tokens.json';

/** Where settings name special tokens one by one. */
const SPECIAL = ['bos_token', 'eos_token', 'unk_token', 'sep_token', 'pad_token', 'cls_token', 'mask_token'];

/** Files beside a tokenizer, or beside vocab.json and merges.txt, that tell of tokens which its model does not make; {} where missing. */
export interface TokenSettings {
  /** tokenizer_config.json */
  readonly config: Json;
  /** special_tokens_map.json */
  readonly map: Json;
  /** added_tokens.json: ids by token, as transformers wrote it before tokenizer_config.json had `added_tokens_decoder`. */
  readonly added: Json;
}

interface Declared {
  /** Where it stands, for errors. */
  readonly place: string;
  readonly content: string;
  /** null: the vocabulary knows it. `next`: so too, or it is the next free one. */
  readonly id: number | 'next' | null;
  readonly flags: Json;
}

const isId = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** How a token is looked for in a text; what is not said has transformers' default. */
function flagsOf(token: Json, special: boolean): Json {
  const flag = (name: string, fallback: boolean): boolean => (typeof token[name] === 'boolean' ? token[name] : fallback);
  return {
    single_word: flag('single_word', false),
    lstrip: flag('lstrip', false),
    rstrip: flag('rstrip', false),
    normalized: flag('normalized', !special),
    special: flag('special', special),
  };
}

/** Special tokens by name, the settings' first. Start, end, padding and the like are old tokens by a role; only additional ones may be new. */
function namedSpecial({ config, map }: TokenSettings): Declared[] {
  const named = SPECIAL.map((place) => ({ token: config[place] ?? map[place], id: null }));
  const more = list(config['additional_special_tokens'] ?? map['additional_special_tokens']);
  return [...named, ...more.map((token) => ({ token, id: 'next' as const }))].flatMap(({ token, id }) => {
    const content = contentOf(token);
    if (content === null || content === '') return [];
    return [{ place: CONFIG, content, id, flags: { ...flagsOf(object(token), true), special: true } }];
  });
}

/** Tokens with ids: of `added_tokens_decoder` alone where it is there, as transformers reads it, else of added_tokens.json. */
function withIds({ config, added }: TokenSettings, special: ReadonlySet<string>): Declared[] {
  const decoder = config['added_tokens_decoder'];
  const entries: [string, string, unknown, Json][] =
    decoder === undefined || decoder === null
      ? Object.entries(added).map(([content, id]) => [ADDED, content, id, flagsOf({}, special.has(content))])
      : Object.entries(object(decoder)).map(([id, token]) => {
          const place = `${CONFIG} added_tokens_decoder`;
          const content = contentOf(token);
          if (content === null) throw new CheckpointError(place, `its token ${id} has no content`);
          return [place, content, /^\d+$/.test(id) ? Number(id) : id, flagsOf(object(token), false)];
        });
  return entries.map(([place, content, id, flags]) => {
    if (!isId(id))
      throw new CheckpointError(place, `${JSON.stringify(content)} has the id ${JSON.stringify(id)}, a whole number from 0 on is expected`);
    return { place, content, id, flags };
  });
}

/** Tokens that the files beside a tokenizer name, by content; those with ids first. */
function declaredTokens(settings: TokenSettings): readonly Declared[] {
  const special = namedSpecial(settings);
  const known = new Map<string, Declared>();
  for (const token of [...withIds(settings, new Set(special.map(({ content }) => content))), ...special])
    if (!known.has(token.content)) known.set(token.content, token);
  return [...known.values()];
}

/** The id of a token that has none: behind all others. */
function nextId(ids: ReadonlyMap<number, string>, { place, content }: Declared): number {
  if ([...ids.keys()].every((id) => id < ids.size)) return ids.size;
  throw new CheckpointError(
    place,
    `${JSON.stringify(content)} has no id, and the ids of the vocabulary have holes, so that it is not clear which one it would get; give it one in ${ADDED}`,
  );
}

/**
 * A tokenizer.json with the tokens that the files beside it add, as transformers adds them: each stands for itself wherever a text spells it.
 * @throws CheckpointError for one whose id is another token's, or another in the tokenizer itself
 */
export function withAddedTokens(tokenizer: Json, settings: TokenSettings): Json {
  const own = list(tokenizer['added_tokens']);
  const listed = new Set(own.map(contentOf));
  const ids = idsOf(tokenizer);
  const fresh: Json[] = [];
  for (const token of declaredTokens(settings)) {
    const { place, content } = token;
    const made = idOf(content, tokenizer);
    if (made !== undefined && typeof token.id === 'number' && made !== token.id)
      throw new CheckpointError(place, `${JSON.stringify(content)} has the id ${token.id}, but ${made} in the tokenizer itself`);
    if (listed.has(content)) continue;
    const id = made ?? (token.id === 'next' ? nextId(ids, token) : token.id);
    if (id === null) continue;
    const holder = ids.get(id);
    if (holder !== undefined && holder !== content)
      throw new CheckpointError(place, `${JSON.stringify(content)} has the id ${id}, which is that of ${JSON.stringify(holder)}`);
    ids.set(id, content);
    fresh.push({ id, content, ...token.flags });
  }
  return fresh.length === 0 ? tokenizer : { ...tokenizer, added_tokens: [...own, ...fresh] };
}
