import { type Message, mapWords, msg } from '#messages/message.ts';
import type {
  ClientAction,
  UpstreamCredentials,
  ClientLogin,
  ClientLoginOptions,
  UpstreamRefusal,
} from '../dialogue.ts';
import { LineSplitter } from '../line-splitter.ts';
import {
  decodeErrorChallenge,
  decodeText,
  OAUTHBEARER_ERROR_ANSWER,
  oauthBearerResponse,
  XOAUTH2_ERROR_ANSWER,
  xoauth2Response,
} from '../sasl.ts';
import { toLines } from '../server/base.ts';
import { echoOf, type SecretEcho } from '../credential-redaction.ts';
import { oneLine } from '#messages/plain-text.ts';

/** RFC 5321 section 4.5.3.1.5 and RFC 1939 section 3 say 512; some servers say more at once. */
const LONGEST_LINE = 8_192;
const LONGEST_REFUSAL = 1_000;

/** How a conversation ends; 'learned' when there was nobody to log in. */
export type Outcome =
  | { readonly kind: 'accepted'; readonly text: string }
  | { readonly kind: 'refused'; readonly refusal: UpstreamRefusal }
  | { readonly kind: 'learned' };

/**
 * A conversation with a server, told in order: it yields what it waits for (a line of the server, or the end of
 * the TLS handshake), is given it, and returns how it ended.
 */
export type Conversation<T = Outcome> = Generator<'line' | 'tls', T, string>;

/** How a token is presented. */
export interface TokenMechanism {
  readonly name: 'XOAUTH2' | 'OAUTHBEARER';
  /** The message, in base64. */
  readonly response: string;
  /** What an error challenge is answered with. */
  readonly errorAnswer: string;
}

/** Ends a conversation from any depth of it. */
export class Refused extends Error {
  readonly code = 'refused';
  readonly refusal: UpstreamRefusal;

  constructor(refusal: UpstreamRefusal) {
    super('The server has refused.');
    this.name = 'Refused';
    this.refusal = refusal;
  }
}

/** The refusal for a server that does not do what its protocol says. */
export function unexpected(text: Message): Refused {
  return new Refused({ kind: 'protocol', text });
}

/**
 * What the upstream logins of the two line protocols have in common: lines are cut and capped, nothing in plain
 * text is taken for something said under TLS, no secret comes back in a refusal, and bytes behind the acceptance
 * are kept.
 */
export abstract class LineClientLogin implements ClientLogin {
  protected readonly options: ClientLoginOptions;
  readonly #lines = new LineSplitter({ line: LONGEST_LINE, held: Number.MAX_SAFE_INTEGER });
  #conversation: Conversation | undefined;
  #waitsFor: 'line' | 'tls' | 'nothing' = 'line';
  #asked: ClientAction[] = [];
  readonly #echo: SecretEcho;

  constructor(options: ClientLoginOptions) {
    this.options = options;
    this.#echo = echoOf(options);
  }

  protected abstract converse(): Conversation;

  feed(bytes: Buffer): ClientAction[] {
    if (this.#waitsFor === 'nothing' || bytes.length === 0) return [];
    if (this.#waitsFor === 'tls') {
      this.#refusePlain();
      return this.#take();
    }
    this.#begin();
    this.#lines.push(bytes);
    while (this.#waitsFor === 'line') {
      const line = this.#lines.next();
      if (line === undefined) break;
      if (line === 'overlong') this.#end(unexpected(msg('mail.serverSentLineTooLong')).refusal);
      else this.#resume(decodeText(line));
    }
    return this.#take();
  }

  secured(): ClientAction[] {
    if (this.#waitsFor !== 'tls') return [];
    this.#resume('');
    return this.#take();
  }

  ended(): ClientAction[] {
    if (this.#waitsFor === 'nothing') return [];
    this.#end({ kind: 'protocol', text: msg('mail.serverHungUpBeforeHad') });
    return this.#take();
  }

  protected send(line: string): void {
    this.#asked.push({ kind: 'send', bytes: toLines([line]) });
  }

  protected learn(extensions: readonly string[]): void {
    this.#asked.push({ kind: 'learned', extensions });
  }

  /** XOAUTH2 unless the server has only OAUTHBEARER (Yahoo's documentation names no other). */
  protected mechanismFor(credentials: UpstreamCredentials, offered: ReadonlySet<string>): TokenMechanism {
    if (!offered.has('XOAUTH2') && offered.has('OAUTHBEARER')) {
      const response = oauthBearerResponse(credentials, this.options);
      return { name: 'OAUTHBEARER', response, errorAnswer: OAUTHBEARER_ERROR_ANSWER };
    }
    return { name: 'XOAUTH2', response: xoauth2Response(credentials), errorAnswer: XOAUTH2_ERROR_ANSWER };
  }

  #begin(): void {
    if (this.#conversation !== undefined) return;
    this.#conversation = this.converse();
    // The server speaks first: the conversation runs up to its first wait.
    this.#resume('');
  }

  #resume(input: string): void {
    try {
      const step = this.#conversation?.next(input);
      if (step === undefined) return;
      if (step.done === true) this.#finish(step.value);
      else if (step.value === 'tls') this.#startTls();
      else this.#waitsFor = 'line';
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#end(error.refusal);
    }
  }

  #startTls(): void {
    // The response-injection twin of CVE-2011-0411: what came in plain text would be read as said under TLS.
    if (this.#lines.length > 0) {
      this.#refusePlain();
      return;
    }
    this.#waitsFor = 'tls';
    this.#asked.push({ kind: 'start-tls' });
  }

  #refusePlain(): void {
    this.#end({ kind: 'protocol', text: msg('mail.serverSentDataAheadTls') });
  }

  #finish(outcome: Outcome): void {
    switch (outcome.kind) {
      case 'accepted': {
        const text = this.#clean(outcome.text);
        this.#asked.push({ kind: 'accepted', accepted: { text, rest: this.#lines.drain() } });
        this.#waitsFor = 'nothing';
        return;
      }
      case 'refused':
        this.#end(outcome.refusal);
        return;
      case 'learned':
        this.#waitsFor = 'nothing';
        this.#lines.clear();
        return;
      default:
        outcome satisfies never;
    }
  }

  #end(refusal: UpstreamRefusal): void {
    const { status, schemes, scope } = refusal.challenge ?? {};
    this.#asked.push({
      kind: 'refused',
      refusal: {
        kind: refusal.kind,
        text: mapWords(refusal.text, (words) => this.#clean(words)),
        ...(refusal.challenge !== undefined && {
          challenge: {
            ...(status !== undefined && { status: this.#clean(status) }),
            ...(schemes !== undefined && { schemes: this.#clean(schemes) }),
            ...(scope !== undefined && { scope: this.#clean(scope) }),
          },
        }),
      },
    });
    this.#waitsFor = 'nothing';
    this.#lines.clear();
  }

  #clean(text: string): string {
    return this.#echo.struckFrom(oneLine(text)).slice(0, LONGEST_REFUSAL);
  }

  #take(): ClientAction[] {
    const asked = this.#asked;
    this.#asked = [];
    return asked;
  }
}

/** The refusal with the challenge that came before it, decoded, if it can be. */
export function withChallenge(refusal: UpstreamRefusal, encoded: string | undefined): UpstreamRefusal {
  const challenge = encoded === undefined ? undefined : decodeErrorChallenge(encoded);
  return challenge === undefined ? refusal : { ...refusal, challenge };
}
