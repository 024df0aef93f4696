import { msg, verbatim } from '#messages/message.ts';
import type { UpstreamRefusal } from '../dialogue.ts';
import { clientNameOf } from '../ehlo.ts';
import { decodeText } from '../sasl.ts';
import {
  ClientLoginBase,
  kindOfWords,
  readLine,
  Refused,
  unexpected,
  type Dialogue,
  type SaslReply,
} from './base.ts';

const MOST_LINES = 200;

/** A whole reply: its code, and the text of each of its lines. */
interface Reply {
  readonly code: number;
  readonly lines: readonly string[];
}

/**
 * The client side of an SMTP submission login (RFC 4954, RFC 3207) with XOAUTH2, or OAUTHBEARER where a server
 * has only that. AUTH is always in two steps: servers cut command lines at 512 to 2,048 octets.
 */
export class SmtpClientLogin extends ClientLoginBase<Buffer> {
  protected readonly read = readLine;

  protected *converse(): Dialogue<Buffer> {
    yield* this.#expect(220);
    let extensions = yield* this.#ehlo();
    if (this.options.tls === 'starttls') {
      if (!extensions.some((extension) => /^STARTTLS\b/i.test(extension))) {
        throw unexpected(msg('mail.serverDoesNotOfferTls'));
      }
      this.send('STARTTLS');
      yield* this.#expect(220);
      yield 'tls';
      // RFC 3207 section 4.2: what was learned in plain text is forgotten.
      extensions = yield* this.#ehlo();
    }

    const { credentials } = this.options;
    if (credentials === undefined) this.send('QUIT');
    this.learn(extensions);
    if (credentials === undefined) return { kind: 'learned' };
    const sasl = this.startSasl(credentials, authMechanisms(extensions));
    this.send(`AUTH ${sasl.mechanism}`);
    return yield* this.authenticate(sasl, () => this.#saslReply());
  }

  *#ehlo(): Dialogue<Buffer, readonly string[]> {
    this.send(`EHLO ${clientNameOf(this.options.clientName ?? '')}`);
    const { lines } = yield* this.#expect(250);
    return lines
      .slice(1)
      .map((line) => line.trim())
      .filter((line) => line !== '');
  }

  *#saslReply(): Dialogue<Buffer, SaslReply> {
    const reply = yield* this.#reply();
    if (reply.code === 334) return { kind: 'challenge', text: reply.lines[0] ?? '' };
    if (reply.code === 235) return { kind: 'accepted', accepted: { text: joined(reply.lines) } };
    return { kind: 'refused', refusal: smtpRefusal(reply, 'auth') };
  }

  *#expect(code: number): Dialogue<Buffer, Reply> {
    const reply = yield* this.#reply();
    if (reply.code !== code) throw new Refused(smtpRefusal(reply, 'before'));
    return reply;
  }

  *#reply(): Dialogue<Buffer, Reply> {
    const lines: string[] = [];
    for (;;) {
      const line = decodeText(yield 'response');
      // Yahoo answered AUTH with the continuation of POP and IMAP.
      const [, continuation] = /^\+(?: (.*))?$/s.exec(line) ?? [];
      if (lines.length === 0 && /^\+(?: |$)/.test(line)) return { code: 334, lines: [continuation ?? ''] };
      const [, code, separator, text = ''] = /^([2-5]\d\d)(?:([ -])(.*))?$/s.exec(line) ?? [];
      if (code === undefined)
        throw unexpected(msg('mail.serverDoesNotSpeak', { protocol: 'SMTP', words: line.slice(0, 200) }));
      lines.push(text);
      if (separator !== '-') return { code: Number(code), lines };
      if (lines.length >= MOST_LINES) throw unexpected(msg('mail.serverSentReplyTooLong'));
    }
  }
}

/** The mechanisms of AUTH, in its old spelling `AUTH=` too. */
function authMechanisms(extensions: readonly string[]): ReadonlySet<string> {
  return new Set(
    extensions
      .map((extension) => extension.toUpperCase().split(/[\s=]+/))
      .filter(([name]) => name === 'AUTH')
      .flatMap(([, ...mechanisms]) => mechanisms),
  );
}

/** The lines as one; the enhanced code that each line repeats (RFC 2034 section 4) stands once. */
function joined(lines: readonly string[]): string {
  const [first = '', ...others] = lines;
  const code = /^[245]\.\d{1,3}\.\d{1,3}(?= |$)/.exec(first)?.[0];
  const rest = others.map((line) =>
    code !== undefined && line.startsWith(code) ? line.slice(code.length) : line,
  );
  return [first, ...rest]
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');
}

/**
 * What an SMTP server means by a reply that is not the one hoped for. 4yz: too much at once, or come back later.
 * In answer to AUTH, 50z says that the command is not understood, every other 5yz says no to this user or token, unless
 * its words speak of passing trouble (Yahoo's 535 of too many attempts).
 */
function smtpRefusal({ code, lines }: Reply, stage: 'before' | 'auth'): UpstreamRefusal {
  const said = `${String(code)} ${joined(lines)}`;
  const text = verbatim(said);
  if (code >= 400 && code < 500) return { kind: kindOfWords(said) ?? 'temporary', text };
  if (stage === 'before' || code < 510) return { kind: 'protocol', text };
  return { kind: kindOfWords(said) ?? 'credentials', text };
}
