import { expect } from 'vitest';
import { inEnglish } from '#messages/format.ts';
import { messageSchema, type Message } from '#messages/message.ts';

function isMessage(value: unknown): value is Message {
  return messageSchema.safeParse(value).success;
}

/** A value with its messages in English, so that a test can say what a person reads. */
export function english(value: unknown): unknown {
  if (isMessage(value)) return inEnglish(value);
  if (Array.isArray(value)) return value.map(english);
  if (typeof value !== 'object' || value === null) return value;
  const plain: unknown = Object.getPrototypeOf(value);
  if (plain !== Object.prototype && plain !== null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, english(member)]));
}

/** The text of a message, or '' where there is none. A text stays what it is. */
export function textOf(message: Message | string | undefined): string {
  if (message === undefined) return '';
  return typeof message === 'string' ? message : inEnglish(message);
}

// a message equals its English: expect(problem).toEqual({ code: 'x', message: 'The …' })
expect.addEqualityTesters([
  (one: unknown, other: unknown): boolean | undefined => {
    if (typeof one === 'string' && isMessage(other)) return inEnglish(other) === one;
    if (typeof other === 'string' && isMessage(one)) return inEnglish(one) === other;
    return undefined;
  },
]);
