import { expect } from 'vitest';

import type {
  Accepted,
  ClientAction,
  ServerAction,
  LoginRequest,
  ServerLogin,
  Refusal,
  ClientLogin,
} from '#core/mail/dialogue.ts';

/** What is decided about a login. */
export type Verdict = { readonly accept: Accepted } | { readonly refuse: Refusal };

export interface ServerScript {
  readonly make: () => ServerLogin;
  /** What the client sends before TLS (texts are UTF-8). */
  readonly input: Buffer | string;
  /** What it sends after the local handshake, if there is one. */
  readonly secured?: Buffer | string;
  /** The decision on the n-th login, counted from 0. Accepted with the text 'in' if none is given. */
  readonly verdict?: (login: LoginRequest, index: number) => Verdict;
}

export interface ServerTranscript {
  /** Everything sent behind the greeting, octets as Latin-1, with `<start-tls>` where TLS begins. */
  readonly sent: string;
  readonly logins: readonly LoginRequest[];
  readonly closed: string | undefined;
  readonly accepted: boolean;
  /** What goes upstream: the rest of the login, and what came later. Octets as Latin-1. */
  readonly rest: string;
}

export interface ClientScript {
  readonly make: () => ClientLogin;
  /** What the server sends before TLS, or at all (texts are UTF-8). */
  readonly input: Buffer | string;
  /** What it sends after the handshake of STARTTLS. */
  readonly secured?: Buffer | string;
  /** Whether the server then hangs up. */
  readonly ends?: boolean;
}

export interface ClientTranscript {
  /** Everything sent, octets as Latin-1, with `<start-tls>` where TLS begins. */
  readonly sent: string;
  /** All that is not sending, in order. */
  readonly actions: readonly ClientAction[];
  readonly accepted: Accepted | undefined;
  readonly refused: Extract<ClientAction, { kind: 'refused' }>['refusal'] | undefined;
  /** What belongs to the client: the rest of the acceptance, and what came later. Octets as Latin-1. */
  readonly rest: string;
}

/**
 * Runs the server side over the client's bytes whole, cut in two at every position, and byte by byte; each time with
 * the verdict given at once and with the verdict given when all has come. Asserts that all runs come to the
 * same, and returns it.
 */
export function serveAtEverySplit(script: ServerScript): ServerTranscript {
  return sameForAll(octets(script.input), octets(script.secured ?? ''), (input, secured) => {
    const early = serve(script, input, secured, 'at once');
    const late = serve(script, input, secured, 'at the end');
    expect(late, 'the verdict at the end').toEqual(early);
    return early;
  });
}

/** Runs the client side over the server's bytes whole, cut in two at every position, and byte by byte. */
export function logInAtEverySplit(script: ClientScript): ClientTranscript {
  return sameForAll(octets(script.input), octets(script.secured ?? ''), (input, secured) =>
    logIn(script, input, secured),
  );
}

/** One run of the server side over its input in the pieces given. */
export function serve(
  script: Omit<ServerScript, 'input' | 'secured'>,
  input: readonly Buffer[],
  secured: readonly Buffer[] = [],
  when: 'at once' | 'at the end' = 'at once',
): ServerTranscript {
  const dialogue = script.make();
  dialogue.greeting();
  const logins: LoginRequest[] = [];
  let sent = '';
  let rest = '';
  let closed: string | undefined;
  let accepted = false;
  let pending: LoginRequest | undefined;
  let handshake = false;

  const take = (actions: readonly ServerAction[]): void => {
    for (const item of actions) {
      switch (item.kind) {
        case 'send':
          sent += item.bytes.toString('latin1');
          break;
        case 'login':
          expect(pending, 'one login at a time').toBeUndefined();
          pending = item.login;
          logins.push(item.login);
          break;
        case 'start-tls':
          sent += '<start-tls>';
          handshake = true;
          break;
        case 'close':
          expect(closed, 'closed once').toBeUndefined();
          closed = item.hangup.reason;
          pending = undefined;
          break;
        default:
          item satisfies never;
      }
    }
  };
  const decide = (): void => {
    while (pending !== undefined) {
      const verdict: Verdict = script.verdict?.(pending, logins.length - 1) ?? {
        accept: { text: 'in', rest: Buffer.alloc(0) },
      };
      pending = undefined;
      if ('refuse' in verdict) {
        take(dialogue.refuse(verdict.refuse));
        continue;
      }
      const { reply, rest: behind } = dialogue.accept(verdict.accept);
      sent += reply.toString('latin1');
      rest += behind.toString('latin1');
      accepted = true;
    }
  };
  const feed = (chunks: readonly Buffer[]): void => {
    for (const chunk of chunks) {
      if (accepted) rest += chunk.toString('latin1');
      else if (closed === undefined) take(dialogue.feed(chunk));
      if (when === 'at once') decide();
    }
    decide();
  };

  feed(input);
  if (handshake) {
    take(dialogue.secured());
    feed(secured);
  }
  return { sent, logins, closed, accepted, rest };
}

/** One run of the client side over what the server sends, in the pieces given. */
function logIn(
  script: Omit<ClientScript, 'input' | 'secured'>,
  input: readonly Buffer[],
  secured: readonly Buffer[] = [],
): ClientTranscript {
  const dialogue = script.make();
  const actions: ClientAction[] = [];
  let sent = '';
  let rest = '';
  let accepted: Accepted | undefined;
  let refused: ClientTranscript['refused'];
  let handshake = false;

  const take = (items: readonly ClientAction[]): void => {
    for (const item of items) {
      switch (item.kind) {
        case 'send':
          sent += item.bytes.toString('latin1');
          break;
        case 'start-tls':
          sent += '<start-tls>';
          handshake = true;
          break;
        case 'accepted':
          // What is behind the acceptance depends on the cut: it is looked at in `rest`, whole.
          rest += item.accepted.rest.toString('latin1');
          accepted = { ...item.accepted, rest: Buffer.alloc(0) };
          actions.push({ kind: 'accepted', accepted });
          break;
        case 'refused':
          refused = item.refusal;
          actions.push(item);
          break;
        case 'learned':
          actions.push(item);
          break;
        default:
          item satisfies never;
      }
    }
  };
  const feed = (chunks: readonly Buffer[]): void => {
    for (const chunk of chunks) {
      if (accepted !== undefined) rest += chunk.toString('latin1');
      else if (refused === undefined) take(dialogue.feed(chunk));
    }
  };

  feed(input);
  if (handshake && refused === undefined) {
    take(dialogue.secured());
    feed(secured);
  }
  if (script.ends === true && accepted === undefined && refused === undefined) take(dialogue.ended());
  return { sent, actions, accepted, refused, rest };
}

function sameForAll<T>(
  input: Buffer,
  secured: Buffer,
  run: (input: readonly Buffer[], secured: readonly Buffer[]) => T,
): T {
  const whole = run([input], [secured]);
  const same = (outcome: T, cut: string): void => {
    expect(outcome, cut).toEqual(whole);
  };
  for (let at = 1; at < input.length; at += 1) {
    same(run([input.subarray(0, at), input.subarray(at)], [secured]), `cut at ${at}`);
  }
  for (let at = 1; at < secured.length; at += 1) {
    same(run([input], [secured.subarray(0, at), secured.subarray(at)]), `cut at ${at} behind TLS`);
  }
  same(run(single(input), single(secured)), 'byte by byte');
  return whole;
}

function single(bytes: Buffer): Buffer[] {
  return Array.from(bytes, (octet) => Buffer.from([octet]));
}

function octets(input: Buffer | string): Buffer {
  return typeof input === 'string' ? Buffer.from(input, 'utf8') : input;
}

/** What a relay does when a login comes: lets it in, refuses it in one of two ways, or does not answer yet. */
type Answer = 'accept' | 'wrong-password' | 'temporary' | 'hold';

/**
 * Feeds anything to a server's side, and answers the logins that come of it. It holds no more than its limits, and
 * does nothing more once it has closed.
 * @param most - octets that it may hold
 * @returns all that it sent
 */
export function converse(
  serverLogin: ServerLogin,
  parts: readonly (readonly [part: string | Uint8Array, answer: Answer])[],
  most: number,
): string {
  let output = '';
  let over = false;
  let pending = false;
  const take = (items: readonly ServerAction[]): void => {
    for (const item of items) {
      if (item.kind === 'send') output += item.bytes.toString('latin1');
      if (item.kind === 'login') pending = true;
      if (item.kind === 'close') over = true;
      if (item.kind === 'start-tls') take(serverLogin.secured());
    }
  };
  for (const [part, answer] of parts) {
    take(serverLogin.feed(Buffer.from(part)));
    expect(serverLogin.held).toBeLessThanOrEqual(most);
    if (over) expect(serverLogin.feed(Buffer.from('NOOP\r\n'))).toEqual([]);
    if (over || !pending || answer === 'hold') continue;
    pending = false;
    if (answer === 'accept') {
      output += serverLogin.accept({ text: 'x\ny', rest: Buffer.alloc(0) }).reply.toString('latin1');
      over = true;
    } else {
      take(serverLogin.refuse({ kind: answer, text: 'x\ny' }));
    }
  }
  return output;
}

/**
 * Feeds anything to a client's side as a server's answers. It ends in exactly one verdict, which is the last that it does.
 * @returns all that it did
 */
export function logInAgainst(login: ClientLogin, parts: readonly (string | Uint8Array)[]): ClientAction[] {
  const all: ClientAction[] = [];
  for (const part of parts) {
    const actions = login.feed(Buffer.from(part));
    all.push(...actions);
    if (actions.at(-1)?.kind === 'start-tls') all.push(...login.secured());
  }
  all.push(...login.ended());
  const ends = all.filter((item) => item.kind === 'accepted' || item.kind === 'refused');
  expect(ends).toHaveLength(1);
  expect(all.at(-1)).toBe(ends[0]);
  return all;
}

export const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');
export const plain = (user: string, password: string, authzid = ''): string =>
  base64(`${authzid}\0${user}\0${password}`);
export const no = (kind: Refusal['kind'], text = 'no'): { refuse: Refusal } => ({ refuse: { kind, text } });

/**
 * The forms of AUTH in which a POP3 or SMTP client says a password.
 * @param go - what tells it to go on
 * @returns of each: its name in the activity, what it is, what the client says, what it is told before the verdict
 */
export function authForms(
  go: '+' | '334',
  user: string,
  password: string,
): [string, string, string, string][] {
  const [name, word] = [base64(user), base64(password)];
  const own = plain(user, password, user);
  const prompts = [`${go} VXNlcm5hbWU6\r\n`, `${go} UGFzc3dvcmQ6\r\n`] as const;
  return [
    ['AUTH PLAIN', 'AUTH PLAIN with an initial response', `AUTH PLAIN ${plain(user, password)}\r\n`, ''],
    ['AUTH PLAIN', 'AUTH PLAIN in two steps', `AUTH PLAIN\r\n${plain(user, password)}\r\n`, `${go} \r\n`],
    ['AUTH PLAIN', 'small letters and a bare LF', `auth plain\n${plain(user, password)}\n`, `${go} \r\n`],
    ['AUTH PLAIN', 'AUTH PLAIN with its own authzid', `AUTH PLAIN ${own}\r\n`, ''],
    ['AUTH LOGIN', 'AUTH LOGIN in three steps', `AUTH LOGIN\r\n${name}\r\n${word}\r\n`, prompts.join('')],
    ['AUTH LOGIN', 'AUTH LOGIN with the user name', `Auth Login ${name}\r\n${word}\r\n`, prompts[1]],
  ];
}
