import { msg, verbatim } from '#messages/message.ts';
import type { UpstreamRefusal } from '../dialogue.ts';
import { decodeText, type SaslClient } from '../sasl.ts';
import {
  ClientLoginBase,
  kindOfWords,
  readLine,
  Refused,
  unexpected,
  type Dialogue,
  type SaslReply,
} from './base.ts';

const MOST_CAPABILITIES = 200;

interface Reply {
  readonly kind: 'ok' | 'error' | 'continuation';
  readonly text: string;
}

/**
 * The client side of a POP3 login (RFC 1939, RFC 2449, RFC 5034) with XOAUTH2, or OAUTHBEARER where a server
 * has only that. AUTH is always in two steps: a token is longer than the 255 octets of a command line, and
 * Exchange ends the session when it comes in one.
 */
export class Pop3ClientLogin extends ClientLoginBase<Buffer> {
  protected readonly read = readLine;

  protected *converse(): Dialogue<Buffer> {
    const greeting = yield* this.#reply();
    if (greeting.kind === 'error') throw new Refused(popRefusal(greeting.text, 'temporary'));
    if (greeting.kind !== 'ok') throw unexpected(msg('mail.serverDidNotGreetPop3'));

    if (this.options.tls === 'starttls') {
      this.send('STLS');
      const reply = yield* this.#reply();
      if (reply.kind === 'error') throw new Refused(popRefusal(reply.text, 'protocol'));
      if (reply.kind !== 'ok') throw unexpected(msg('mail.serverDidNotAgreeTls'));
      yield 'tls';
    }

    this.send('CAPA');
    const capabilities = yield* this.#capabilities();
    const { credentials } = this.options;
    if (credentials === undefined) this.send('QUIT');
    this.learn(capabilities);
    if (credentials === undefined) return { kind: 'learned' };
    const sasl = this.startSasl(credentials, saslMechanisms(capabilities));
    this.send(`AUTH ${sasl.mechanism}`);
    return yield* this.authenticate(sasl, () => this.#saslReply(sasl));
  }

  *#saslReply(sasl: SaslClient): Dialogue<Buffer, SaslReply> {
    const { kind, text } = yield* this.#reply();
    switch (kind) {
      case 'continuation':
        return { kind: 'challenge', text };
      case 'ok':
        return { kind: 'accepted', accepted: { text } };
      case 'error':
        return { kind: 'refused', refusal: popRefusal(text, sasl.sent ? 'credentials' : 'protocol') };
      default:
        return kind satisfies never;
    }
  }

  *#capabilities(): Dialogue<Buffer, string[]> {
    const reply = yield* this.#reply();
    // A server of before RFC 2449.
    if (reply.kind === 'error') return [];
    if (reply.kind !== 'ok') throw unexpected(msg('mail.serverDidNotAnswerCapa'));
    const capabilities: string[] = [];
    for (let line = decodeText(yield 'response'); line !== '.'; line = decodeText(yield 'response')) {
      capabilities.push(line.trim());
      if (capabilities.length > MOST_CAPABILITIES)
        throw unexpected(msg('mail.serverListedTooManyCapabilities'));
    }
    return capabilities;
  }

  *#reply(): Dialogue<Buffer, Reply> {
    const line = decodeText(yield 'response');
    const [, sign = '', text = ''] = /^(\+OK|-ERR|\+)(?:[ \t]+(.*))?$/is.exec(line) ?? [];
    switch (sign.toUpperCase()) {
      case '+OK':
        return { kind: 'ok', text };
      case '-ERR':
        return { kind: 'error', text };
      case '+':
        return { kind: 'continuation', text };
      default:
        throw unexpected(msg('mail.serverDoesNotSpeak', { protocol: 'POP3', words: line.slice(0, 200) }));
    }
  }
}

/** The mechanisms of the SASL capability (RFC 5034 section 3). */
function saslMechanisms(capabilities: readonly string[]): ReadonlySet<string> {
  const words = capabilities.map((capability) => capability.toUpperCase().split(/\s+/));
  return new Set(words.filter(([name]) => name === 'SASL').flatMap(([, ...mechanisms]) => mechanisms));
}

/**
 * What a POP3 server means by an error: its response code (RFC 2449 section 8, RFC 3206) if it gives one, else
 * its words.
 *
 * @param otherwise what it means when neither tells
 */
function popRefusal(text: string, otherwise: UpstreamRefusal['kind']): UpstreamRefusal {
  const code = /^\[([^\]\s]+)(?=[\]\s])[^\]]*\]/.exec(text)?.[1]?.toUpperCase();
  // Exchange, for a token over 4,096 characters and for a command that it does not know
  const ofWords = /protocol error/i.test(text) ? 'protocol' : kindOfWords(text);
  return { kind: kindOfCode(code) ?? ofWords ?? otherwise, text: verbatim(text) };
}

function kindOfCode(code: string | undefined): UpstreamRefusal['kind'] | undefined {
  switch (code) {
    case 'AUTH':
      return 'credentials';
    case 'SYS/TEMP':
    // The next login may be made after a while.
    case 'LOGIN-DELAY':
      return 'temporary';
    case 'IN-USE':
      return 'busy';
    default:
      return undefined;
  }
}
