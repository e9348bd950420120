import { InvalidArgumentError, Option } from 'commander';
import { didYouMean } from '../core/did-you-mean.js';

/** Takes one of the choices, in any case. */
export const anyCase =
  <Choice extends string>(choices: readonly Choice[]) =>
  (text: string): Choice => {
    const found = choices.find((choice) => choice.toLowerCase() === text.trim().toLowerCase());
    if (found !== undefined) return found;
    throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.${didYouMean(text, choices)}`);
  };

/** An option that takes one of the choices, in any case. */
export function choiceOption(flags: string, description: string, choices: readonly string[]): Option {
  // `choices` alone, which the help shows, compares case by case.
  return new Option(flags, description).choices(choices).argParser(anyCase(choices));
}

/** Takes a whole number within bounds. */
export const integer =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text.trim()) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };

/** A number from 0 to 1. */
export const share = (text: string): number => {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('It must be a number from 0 to 1.');
};

/** Gathers the values of an option that may be repeated. */
export const repeated = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];
