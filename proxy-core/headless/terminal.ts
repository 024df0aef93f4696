import { inEnglish } from '#messages/format.ts';
import { messageSchema } from '#messages/message.ts';
import type { Readable, Writable } from 'node:stream';
import type { Problem } from '#contract/problem.ts';
import { plainJson, plainText } from '#messages/plain-text.ts';
import { answerInWords } from '#core/errors/oauth-error.ts';
import { asTyped } from './installed-files.ts';

/** The streams of a command, so that a test can be the terminal. */
export interface Terminal {
  readonly input: Readable;
  readonly output: Writable;
  readonly errors: Writable;
  /** One JSON document on standard output instead of words. */
  readonly json: boolean;
}

/** Says something in words; nothing when a program reads. */
export function say(terminal: Terminal, line: string): void {
  if (!terminal.json) terminal.output.write(`${plainText(asTyped(line))}\n`);
}

/** The result of a command: words for a person, a document for a program. */
export function tell(terminal: Terminal, result: unknown, ...lines: readonly (string | undefined)[]): void {
  if (terminal.json) terminal.output.write(`${plainJson(result, inWords)}\n`);
  else for (const line of lines) if (line !== undefined) say(terminal, line);
}

/** The same for a list, a line each; `none` says that it is empty. */
export function tellList(terminal: Terminal, result: unknown, lines: readonly string[], none: string): void {
  tell(terminal, result, ...(lines.length === 0 ? [none] : lines));
}

/** What is known of a thing, a fact on each line; what is not known is left out. */
export function factLines(facts: readonly (readonly [what: string, value: string | undefined])[]): string[] {
  return facts.flatMap(([what, value]) => (value === undefined ? [] : [`${what}\t${value}`]));
}

/** For JSON.stringify: a program reads the words of a message, as a person does. */
function inWords(_name: string, value: unknown): unknown {
  const message = messageSchema.safeParse(value);
  return message.success ? asTyped(inEnglish(message.data)) : value;
}

/** What went wrong, and what to do, on standard error. */
export function complain(terminal: Terminal, problem: Problem): void {
  if (terminal.json) {
    terminal.errors.write(`${plainJson({ ok: false, ...problem }, inWords)}\n`);
    return;
  }
  warn(terminal, inEnglish(problem.message));
  if (problem.fix !== undefined) warn(terminal, inEnglish(problem.fix));
  const said = providerSaid(problem.answer);
  if (said !== undefined) warn(terminal, said);
}

/** What the provider answered, as the command line tells it. */
export function providerSaid(answer: Problem['answer']): string | undefined {
  const words = answer === undefined ? undefined : answerInWords(answer);
  return words === undefined ? undefined : `The provider answered: ${words}`;
}

/** A line on standard error, in words. */
export function warn(terminal: Terminal, line: string): void {
  terminal.errors.write(`${plainText(asTyped(line))}\n`);
}

/** Whether somebody types at it. */
export function isTty(input: Readable): boolean {
  return 'isTTY' in input && input.isTTY === true;
}

/** A word as a shell takes it: in quotes where it has to be. */
export function quoted(text: string): string {
  return /^[\w@.+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** The command was called in a way that it does not understand: exit status 2. */
export class UsageError extends Error {
  readonly code = 'usage';

  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** Opens the system's browser. Where none can be started the page's address was shown, and that has to do. */
export async function openInBrowser(url: string): Promise<void> {
  const noDesktop =
    process.platform === 'linux' &&
    process.env['DISPLAY'] === undefined &&
    process.env['WAYLAND_DISPLAY'] === undefined;
  if (noDesktop) return;
  const { default: open } = await import('open');
  const browser = await open(url).catch(() => undefined);
  browser?.on('error', () => {});
}
