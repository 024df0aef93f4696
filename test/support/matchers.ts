import { textOf } from './english.ts';
import { isMessageCode, type Message } from '#messages/message.ts';

/** An asymmetric matcher of vitest for texts: a message counts as its English. */
class TextMatcher {
  readonly #says: (text: string) => boolean;
  readonly #wanted: string;

  constructor(wanted: string, says: (text: string) => boolean) {
    this.#wanted = wanted;
    this.#says = says;
  }

  asymmetricMatch(value: unknown): boolean {
    return (typeof value === 'string' || isMessage(value)) && this.#says(textOf(value));
  }

  /** What vitest prints where it does not match. */
  toAsymmetricMatcher(): string {
    return this.#wanted;
  }
}

function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'code' in value && isMessageCode(value.code);
}

/** Any text that contains this one. */
export function containing(text: string): unknown {
  return new TextMatcher(`text with ${text}`, (said) => said.includes(text));
}

/** Any text that does not contain this one. */
export function notContaining(text: string): unknown {
  return new TextMatcher(`text without ${text}`, (said) => !said.includes(text));
}

/** Any text in which this pattern is found. */
export function matching(pattern: RegExp): unknown {
  return new TextMatcher(`text like ${String(pattern)}`, (said) => said.search(pattern) >= 0);
}
