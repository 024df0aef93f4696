import type { Readable, Writable } from 'node:stream';
import type { Problem } from '../contract.ts';

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
  if (!terminal.json) terminal.output.write(`${line}\n`);
}

/** The result of a command: words for a person, a document for a program. */
export function tell(terminal: Terminal, result: unknown, ...lines: readonly string[]): void {
  if (terminal.json) terminal.output.write(`${JSON.stringify(result)}\n`);
  else for (const line of lines) terminal.output.write(`${line}\n`);
}

/** What went wrong, and what to do, on standard error. */
export function complain(terminal: Terminal, problem: Problem): void {
  if (terminal.json) {
    terminal.errors.write(`${JSON.stringify({ ok: false, ...problem })}\n`);
    return;
  }
  terminal.errors.write(`${problem.message}\n`);
  if (problem.fix !== '') terminal.errors.write(`${problem.fix}\n`);
  const { answer } = problem;
  if (answer === undefined) return;
  const parts = [
    answer.httpStatus === undefined ? '' : `HTTP ${String(answer.httpStatus)}`,
    answer.error ?? '',
    answer.description ?? '',
  ].filter((part) => part !== '');
  if (parts.length > 0) terminal.errors.write(`The provider answered: ${parts.join(' · ')}\n`);
}
