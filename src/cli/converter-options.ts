import { type Command, Option } from 'commander';
import type { Converter, ConverterOption } from '../core/plugin/converter.js';
import { wrongUse } from './wrong-use.js';

const flag = ({ name }: ConverterOption): string => `--${name}`;
const shown = (option: ConverterOption): Option => new Option(`${flag(option)} <${option.value}>`);
const optionsOf = ({ options = [] }: Converter): readonly ConverterOption[] => options;

/** What the help says: whose option it is, unless all kinds have it, and what it takes. */
function described(option: ConverterOption, owners: readonly string[], all: boolean): string {
  const more = [
    ...(option.choices === undefined ? [] : [`choices: ${option.choices.map((choice) => JSON.stringify(choice)).join(', ')}`]),
    ...(option.default === undefined ? [] : [`default: ${JSON.stringify(option.default)}`]),
  ];
  return `${all ? '' : `${owners.join(', ')}: `}${option.summary}${more.length > 0 ? ` (${more.join(', ')})` : ''}`;
}

/** Puts the options of all kinds on the command, each name once. */
export function addConverterOptions(command: Command, converters: readonly Converter[]): void {
  const names = new Set(converters.flatMap((converter) => optionsOf(converter).map(({ name }) => name)));
  for (const name of names) {
    const owners = converters.filter((converter) => optionsOf(converter).some((option) => option.name === name));
    const first = optionsOf(owners[0]!).find((option) => option.name === name)!;
    const kinds = owners.map(({ kind }) => kind);
    const option = shown(first);
    option.description = described(first, kinds, kinds.length === converters.length);
    command.addOption(option);
  }
}

/** What was given for an option; undefined where nothing was. */
const given = (command: Command, option: ConverterOption): string | undefined =>
  command.getOptionValue(shown(option).attributeName()) as string | undefined;

/** Ends the command as commander itself does for a value that an option does not take. */
function refuse(command: Command, option: ConverterOption, text: string, why: string): never {
  return command.error(`error: option '${flag(option)} <${option.value}>' argument '${text}' is invalid. ${why}`, {
    code: 'commander.invalidArgument',
  });
}

/**
 * The options of one kind by name: what was given, else the default.
 * @throws WrongUse for an option of another kind; a usage error for a value that the option does not take
 */
export function converterOptions(
  command: Command,
  chosen: Converter,
  converters: readonly Converter[],
): Record<string, string | undefined> {
  const own = optionsOf(chosen);
  for (const other of converters.flatMap(optionsOf))
    if (!own.some(({ name }) => name === other.name) && given(command, other) !== undefined)
      throw wrongUse(flag(other), `is no option of --kind ${chosen.kind}, which takes ${own.map(flag).join(', ') || 'none of its own'}.`);
  const values = own.map((option) => {
    const text = given(command, option);
    const problem = text === undefined ? null : (option.refuse?.(text) ?? null);
    if (text !== undefined && option.choices?.includes(text) === false)
      refuse(command, option, text, `Allowed choices are ${option.choices.join(', ')}.`);
    if (text !== undefined && problem !== null) refuse(command, option, text, problem);
    return [option.name, text ?? option.default] as const;
  });
  return Object.fromEntries(values);
}
