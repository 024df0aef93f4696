import type { Message } from '#messages/message.ts';
import type { MessageFormatter } from '#messages/format.ts';
import type { TFunction } from 'i18next';
import { en } from '#messages/en.ts';

const { facts, factValues } = en.screens.activity;

function isKeyOf<Table extends object>(table: Table, name: PropertyKey): name is keyof Table {
  return Object.hasOwn(table, name);
}

/** These hold a word of the core's own; the others are told as they are. */
const withWords = new Set(['refusal', 'reason', 'endedBy', 'late', 'check']);

/** A detail of an activity line, in words: its name, and its value. One that is not known keeps the core's name. */
export function factWords(
  [name, value]: readonly [name: string, value: string | number | boolean | Message],
  t: TFunction,
  format: MessageFormatter,
): readonly [string, string] {
  const said = typeof value === 'object' ? format(value) : String(value);
  return [
    isKeyOf(facts, name) ? t(`activity.facts.${name}`) : name,
    withWords.has(name) && isKeyOf(factValues, said) ? t(`activity.factValues.${said}`) : said,
  ];
}
