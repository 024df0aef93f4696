import { decodeText, type PasswordPair } from '../sasl.ts';
import type { ImapCommand } from './imap-command-reader.ts';

/** RFC 3501 section 9: `\"` and `\\` are the only escapes of a quoted string. Octets above 127 are let through. */
const QUOTED = /^"((?:[^"\\]|\\["\\])*)"/s;
/** The same from a client that leaves backslashes unescaped. */
const CARELESSLY_QUOTED = /^"((?:[^"\\]|\\.)*)"(?= |$)/s;
/** From a client that escapes nothing: up to the first quote that a space follows. */
const UNESCAPED = /^"(.*?)"(?= )/s;
// oxlint-disable-next-line no-control-regex -- an atom is defined by the control characters that it lacks
const ATOM = /^[^(){ %*"\\\x00-\x1f\x7f]+$/;

/** One side of the login, and the text and the literals behind it. */
interface Username {
  readonly octets: string;
  readonly texts: readonly string[];
  readonly literals: readonly string[];
}

/**
 * The user name and the password of a LOGIN command (RFC 3501 section 6.2.3): atoms, quoted strings and
 * literals, mixed. When a user name or password breaks the grammar (special characters without quotes, quotes
 * and backslashes without escapes), it is read as a client that knows no escapes means it: the user name ends at
 * a space, the password is the rest of the line. Undefined when one of the two is missing.
 */
export function parseLoginArguments(command: ImapCommand): PasswordPair | undefined {
  const username = takeUsername(command);
  if (username === undefined) return undefined;
  const password = takePassword(username);
  if (password === undefined) return undefined;
  return { username: decode(username.octets), password: decode(password) };
}

function takeUsername(command: ImapCommand): Username | undefined {
  const { texts, literals } = command;
  const [begun = '', ...texts2] = texts;
  const first = begun.trimStart();
  if (first === '') {
    const [octets, ...others] = literals;
    return octets === undefined ? undefined : { octets, texts: texts2, literals: others };
  }
  if (first.startsWith('"')) {
    const match = CARELESSLY_QUOTED.exec(first) ?? UNESCAPED.exec(first);
    if (match !== null) {
      const rest = first.slice(match[0].length);
      return { octets: unescape(match[1] ?? ''), texts: [rest, ...texts2], literals };
    }
  }
  const space = first.indexOf(' ');
  if (space < 1) return undefined;
  return { octets: first.slice(0, space), texts: [first.slice(space), ...texts2], literals };
}

function takePassword({ texts, literals }: Username): string | undefined {
  const [begun = '', end, ...others] = texts;
  if (!begun.startsWith(' ')) return undefined;
  const [literal, ...more] = literals;
  if (literal !== undefined) {
    const alone = begun.trim() === '' && (end ?? '').trim() === '' && others.length + more.length === 0;
    return alone ? literal : undefined;
  }
  const rest = begun.slice(1);
  const trimmed = rest.trim();
  const quoted = QUOTED.exec(trimmed);
  if (quoted !== null && quoted[0].length === trimmed.length) return unescape(quoted[1] ?? '');
  if (ATOM.test(trimmed)) return trimmed;
  if (trimmed.length >= 2 && trimmed.startsWith('"') && trimmed.endsWith('"')) {
    return unescape(trimmed.slice(1, -1));
  }
  return trimmed === '' ? undefined : rest;
}

/** Takes the two escapes back; a backslash before anything else was meant as it stands. */
function unescape(quoted: string): string {
  return quoted.replaceAll(/\\(["\\])/g, '$1');
}

function decode(octets: string): string {
  return decodeText(Buffer.from(octets, 'latin1'));
}
