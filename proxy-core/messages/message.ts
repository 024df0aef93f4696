import { z } from 'zod';
import { en } from './en.ts';

/** Names a text of the catalogue's part `core`: 'storage.diskFull'. */
export type MessageCode = CodeOf<typeof en.core>;

/** A value in a text: as it is, or itself a text; several are sentences, one behind the other. */
export type MessageParam = string | number | Message | readonly Message[];

/**
 * What a person is told, not yet in a language: the code of a text and the values in it. It can be cloned and sent;
 * `MessageFormatter` makes the text where it is shown.
 */
export interface Message {
  readonly code: MessageCode;
  readonly params?: Readonly<Record<string, MessageParam>> | undefined;
}

type Params<Code extends MessageCode> = undefined extends ValuesIn<Code> ? [] : [params: ValuesIn<Code>];

/** A value for each name that stands in one of these texts; nothing where none does. */
export type ValuesIn<Codes extends MessageCode> = [NamesIn<TextOf<typeof en.core, Codes>>] extends [never]
  ? undefined
  : Readonly<Record<NamesIn<TextOf<typeof en.core, Codes>>, MessageParam>>;

/** The codes of texts in which none but these values stand. */
export type CodeWith<Names extends string> = {
  [Code in MessageCode]: [NamesIn<TextOf<typeof en.core, Code>>] extends [Names] ? Code : never;
}[MessageCode];

/** The codes of texts without values in them. */
export type PlainCode = CodeWith<never>;

/** A message by its code, with a value for each name in its text. */
export function msg<const Code extends MessageCode>(code: Code, ...[params]: Params<Code>): Message {
  return params === undefined ? { code } : { code, params };
}

/** Several messages as one, a space between; `undefined` is left out. */
export function sentences(...parts: readonly (Message | undefined)[]): Message {
  const present = parts.filter((part) => part !== undefined);
  const [only] = present;
  return only !== undefined && present.length === 1 ? only : msg('common.sentences', { parts: present });
}

/** The same, where there is one. */
export function sentencesIfAny(...parts: readonly (Message | undefined)[]): Message | undefined {
  return parts.every((part) => part === undefined) ? undefined : sentences(...parts);
}

/** Several messages, each on a line of its own. */
export function lines(...items: readonly Message[]): Message {
  return msg('common.lines', { items });
}

/** Words of others — a server's, a person's — that are shown as they are. */
export function verbatim(text: string): Message {
  return msg('common.verbatim', { text });
}

/** Whether a message is nothing but words of others. */
export function isVerbatim({ code }: Message): boolean {
  return code === 'common.verbatim';
}

/** Whether a dotted name leads to a text of the core. */
export function isMessageCode(code: unknown): code is MessageCode {
  if (typeof code !== 'string') return false;
  let tree: unknown = en.core;
  for (const key of code.split('.')) {
    if (typeof tree !== 'object' || tree === null) return false;
    const inner: unknown = Object.entries(tree).find(
      ([name]) => name === key || name === `${key}_other`,
    )?.[1];
    tree = inner;
  }
  return typeof tree === 'string';
}

/** A message that comes from the other side of a bridge or a connection. */
export const messageSchema: z.ZodType<Message> = z.object({
  code: z.custom<MessageCode>(isMessageCode, 'no text has this code'),
  params: z
    .record(
      z.string(),
      z.lazy(() => z.union([z.string(), z.number(), messageSchema, z.array(messageSchema)])),
    )
    .optional(),
});

/** Several clauses, with semicolons between. */
export function clauses(items: readonly Message[]): Message {
  const [only] = items;
  return only !== undefined && items.length === 1 ? only : msg('common.clauses', { items });
}

/** Several words as a list, with commas between. */
export function list(items: readonly (Message | string)[]): Message {
  return msg('common.list', {
    items: items.map((item) => (typeof item === 'string' ? verbatim(item) : item)),
  });
}

/**
 * The same message with each of its words — its values that are strings — changed.
 * @param change - takes the words, the name of the value, and in which text it stands
 */
export function mapWords(
  text: Message,
  change: (words: string, name: string, code: MessageCode) => string,
): Message {
  const { code, params } = text;
  if (params === undefined) return text;
  const changed = (name: string, param: MessageParam): MessageParam => {
    if (typeof param === 'string') return change(param, name, code);
    if (typeof param === 'number') return param;
    return 'code' in param ? mapWords(param, change) : param.map((part) => mapWords(part, change));
  };
  return {
    code,
    params: Object.fromEntries(Object.entries(params).map(([name, param]) => [name, changed(name, param)])),
  };
}

export function sameMessage(one: Message | undefined, other: Message | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What happened and what to do, as one text. */
export function problemText(problem: {
  readonly message: Message;
  readonly fix?: Message | undefined;
}): Message {
  return sentences(problem.message, problem.fix);
}

/** The same tree of texts in another language: a missing or a surplus one does not compile. */
type Same<Tree> = {
  readonly [Key in keyof Tree]: Tree[Key] extends string ? string : Same<Tree[Key]>;
};

export type Texts = Same<typeof en>;

type WithoutCount<Key> = Key extends `${infer Base}_one` | `${infer Base}_other` ? Base : Key;
/** The dotted names of a tree's texts; of those that count, without the ending for the number. */
export type CodeOf<Tree> = {
  [Key in keyof Tree & string]: Tree[Key] extends string ? WithoutCount<Key> : `${Key}.${CodeOf<Tree[Key]>}`;
}[keyof Tree & string];

/** The text behind a dotted name; of one that counts, each of its forms. */
type TextOf<Tree, Code extends string> = Code extends keyof Tree
  ? Tree[Code]
  : Code extends `${infer Key}.${infer Rest}`
    ? Key extends keyof Tree
      ? TextOf<Tree[Key], Rest>
      : never
    : Tree[Extract<keyof Tree, `${Code}_one` | `${Code}_other`>];

/** The names that stand in a text as `{{name}}`. */
type NamesIn<Text> = Text extends `${string}{{${infer Name}}}${infer Rest}` ? Name | NamesIn<Rest> : never;
