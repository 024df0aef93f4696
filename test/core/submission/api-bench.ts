import { textOf } from '../../support/english.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import type { Fetch } from '#core/oauth/http.ts';
import type { MailApi, MailApiDeps, Outgoing, Posted } from '#core/submission/mail-api.ts';

export const address = 'anna@example.org';

/** A message with an id of its own, in the pieces in which it came. */
export const message: Outgoing = {
  header: Buffer.from(`From: ${address}\r\nMessage-ID: <1@client.test>\r\n\r\n`),
  body: [Buffer.from('one\r\n'), Buffer.from('two\r\n')],
  size: 65,
};
export const octets = Buffer.concat([message.header, ...message.body]);

/** What an API was asked. */
export interface Asked {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Deps of an API that gives these answers in turn; an error stands for a connection that brings none. */
export function answering(...answers: readonly (Response | Error)[]): {
  readonly deps: MailApiDeps;
  readonly asked: Asked[];
} {
  const asked: Asked[] = [];
  const left = [...answers];
  const fetch: Fetch = async (url, { method = 'GET', headers, body }) => {
    asked.push({ url, method, headers: new Headers(headers), body });
    const answer = left.shift();
    if (answer === undefined) throw new Error('asked once too often');
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const url = 'https://api.example/v1/';
  return { deps: { fetch, clock: new FakeClock(), url, mailbox: 'me', address }, asked };
}

/** A connection that breaks with a system's error. */
export function broken(code: string): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
}

/** Posts the message. */
export function post(api: MailApi): Promise<Posted> {
  return api.post(message, 'token', new AbortController().signal);
}

/** What became of a message, in short: its kind, the reply to a mail program, whether the mailbox is left alone. */
export function inShort(posted: Posted): string {
  switch (posted.kind) {
    case 'later':
      return `later, ${posted.refusal.code}${posted.throttled ? ', throttled' : ''}`;
    case 'refused':
      return posted.refusal.code;
    default:
      return posted.kind;
  }
}

/** What whoever sent a refused message is told: why, and what to do. */
export function told(posted: Posted): { readonly why: string; readonly fix: string } {
  if (posted.kind !== 'refused') throw new Error(posted.kind);
  return { why: textOf(posted.refusal.text), fix: textOf(posted.refusal.fix) };
}
