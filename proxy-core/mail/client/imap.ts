import { type Message, mapWords, msg, verbatim } from '#messages/message.ts';
import type { ClientAction, ClientLogin, ClientLoginOptions, UpstreamRefusal } from '../dialogue.ts';
import { LineSplitter } from '../line-splitter.ts';
import { capabilityList } from '../imap-capabilities.ts';
import { echoOf, type SecretEcho } from '../credential-redaction.ts';
import { type ImapResponse, ImapResponseReader, type ImapStatus } from './imap-response-reader.ts';
import { SaslClient } from './sasl-client.ts';
import { isWithoutMailbox, kindOfFarewell, kindOfTrouble } from '../imap-response-codes.ts';
import { utf8ReplyText } from '../reply-text.ts';

/** The longest line of a server: a list of capabilities is some hundred octets, an error challenge a thousand. */
const LINE_LIMIT = 64 * 1024;
/** All that a server may send before it has let us in. */
const LOGIN_LIMIT = 256 * 1024;
/** What may be held: the login, and one piece off the socket behind it. */
const HELD_LIMIT = 1024 * 1024;

type Phase = 'greeting' | 'starttls' | 'handshake' | 'capability' | 'authenticate' | 'confirm' | 'over';

/**
 * The upstream half of an IMAP login: STARTTLS where told, capabilities, AUTHENTICATE XOAUTH2 or OAUTHBEARER
 * (RFC 7628), and the capabilities after the login. Nothing that a server sends makes it throw, and the token is
 * in no text that it gives out.
 */
export class ImapClientLogin implements ClientLogin {
  readonly #options: ClientLoginOptions;
  readonly #lines = new LineSplitter({ line: LINE_LIMIT, held: HELD_LIMIT });
  readonly #responses = new ImapResponseReader(this.#lines, LOGIN_LIMIT);
  #phase: Phase = 'greeting';
  #tags = 0;
  /** The list that came last, from the connection as it stands (none from before TLS or before the login). */
  #capabilities: string | undefined;
  #exchange: SaslClient | undefined;
  #untagged: Buffer[] = [];
  #acceptedText = '';
  readonly #echo: SecretEcho;

  constructor(options: ClientLoginOptions) {
    this.#options = options;
    this.#echo = echoOf(options);
  }

  feed(bytes: Buffer): ClientAction[] {
    const asked: ClientAction[] = [];
    if (this.#phase === 'over' || bytes.length === 0) return asked;
    if (this.#phase === 'handshake') {
      this.#refuseInjection(asked);
      return asked;
    }
    if (!this.#lines.push(bytes)) {
      this.#refuse(asked, 'protocol', msg('mail.serverSentTooMuchBefore'));
      return asked;
    }
    while (this.#live()) {
      const response = this.#responses.next();
      if (response === undefined) break;
      if (response === 'overlong') this.#refuse(asked, 'protocol', msg('mail.serverSentTooMuchBefore'));
      else this.#take(asked, response);
    }
    return asked;
  }

  secured(): ClientAction[] {
    const asked: ClientAction[] = [];
    if (this.#phase !== 'handshake') return asked;
    this.#askCapability(asked, 'capability');
    return asked;
  }

  ended(): ClientAction[] {
    const asked: ClientAction[] = [];
    switch (this.#phase) {
      case 'over':
        break;
      case 'greeting':
      case 'starttls':
      case 'handshake':
      case 'capability':
        this.#refuse(asked, 'temporary', msg('mail.serverHungUpBeforeLogin'));
        break;
      case 'authenticate':
      case 'confirm':
        this.#refuse(
          asked,
          this.#challenged() ? 'credentials' : 'protocol',
          msg('mail.serverHungUpDuringLogin'),
        );
        break;
      default:
        this.#phase satisfies never;
    }
    return asked;
  }

  #take(asked: ClientAction[], response: ImapResponse): void {
    switch (response.kind) {
      case 'continuation':
        this.#takeContinuation(asked, response.text);
        break;
      case 'tagged':
        this.#takeTagged(asked, response.tag, response.status);
        break;
      case 'untagged':
        this.#takeUntagged(asked, response.status, response.bytes);
        break;
      case 'data':
        this.#takeData(asked, response.text, response.bytes);
        break;
      case 'garbage':
        this.#refuse(
          asked,
          'protocol',
          msg('mail.serverDoesNotSpeak', { protocol: 'IMAP', words: response.text }),
        );
        break;
      default:
        response satisfies never;
    }
  }

  #takeUntagged(asked: ClientAction[], status: ImapStatus, bytes: Buffer): void {
    if (status.word === 'BYE') {
      this.#refuse(asked, this.#challenged() ? 'credentials' : kindOfFarewell(status), saidBy(status));
      return;
    }
    if (this.#phase === 'greeting') {
      this.#takeGreeting(asked, status);
      return;
    }
    if (status.word === 'PREAUTH') {
      this.#refuse(asked, 'protocol', msg('mail.serverSentGreetingMidstLogin'));
      return;
    }
    const list = capabilityList(status.code);
    if (list !== undefined) this.#capabilities = list;
    // A bare text in between speaks of the exchange that the client has no part in ('Waiting for authentication
    // process to respond..'); one with a code (an ALERT, say) is for whoever uses the mailbox.
    else if (status.code !== '') this.#keep(bytes);
  }

  #takeGreeting(asked: ClientAction[], status: ImapStatus): void {
    if (status.word !== 'OK') {
      // PREAUTH would open the mailbox of somebody else than the one who logs in.
      const text = status.word === 'PREAUTH' ? msg('mail.serverWantsNoLoginPreauth') : saidBy(status);
      this.#refuse(asked, 'protocol', text);
      return;
    }
    if (this.#options.tls === 'starttls') {
      this.#command(asked, 'starttls', 'STARTTLS');
      return;
    }
    this.#capabilities = capabilityList(status.code);
    if (this.#capabilities === undefined) this.#askCapability(asked, 'capability');
    else this.#goOn(asked);
  }

  #takeData(asked: ClientAction[], text: string, bytes: Buffer): void {
    if (this.#phase === 'greeting') {
      this.#refuse(asked, 'protocol', msg('mail.serverDoesNotGreetImap', { words: text }));
      return;
    }
    const list = capabilityList(text);
    if (list !== undefined) this.#capabilities = list;
    else this.#keep(bytes);
  }

  #takeContinuation(asked: ClientAction[], text: string): void {
    const exchange = this.#exchange;
    if (this.#phase !== 'authenticate' || exchange === undefined) {
      this.#refuse(
        asked,
        'protocol',
        msg('mail.serverDoesNotSpeak', { protocol: 'IMAP', words: `+${text}` }),
      );
      return;
    }
    const answer = exchange.answer(text);
    if (answer !== undefined) send(asked, answer);
    else this.#refuse(asked, 'credentials', msg('mail.serverDoesNotAcceptToken'));
  }

  #takeTagged(asked: ClientAction[], tag: string, status: ImapStatus): void {
    if (tag !== this.#tag() || status.word === 'BYE' || status.word === 'PREAUTH') {
      this.#refuse(asked, 'protocol', msg('mail.serverAnswersNotAsked', { words: status.said }));
      return;
    }
    switch (this.#phase) {
      case 'starttls':
        if (status.word === 'OK') this.#startTls(asked);
        else {
          const text = msg('mail.serverRefusesStarttls', { words: status.said });
          this.#refuse(asked, kindOfTrouble(status) ?? 'protocol', text);
        }
        return;
      case 'capability':
        if (status.word === 'OK') this.#goOn(asked);
        else this.#refuse(asked, kindOfTrouble(status) ?? 'protocol', saidBy(status));
        return;
      case 'authenticate':
        this.#takeVerdict(asked, status);
        return;
      case 'confirm':
        this.#takeConfirmation(asked, status);
        return;
      case 'greeting':
      case 'handshake':
      case 'over':
        this.#refuse(asked, 'protocol', msg('mail.serverAnswersNotAsked', { words: status.said }));
        return;
      default:
        this.#phase satisfies never;
    }
  }

  #startTls(asked: ClientAction[]): void {
    if (this.#lines.length > 0) {
      this.#refuseInjection(asked);
      return;
    }
    this.#phase = 'handshake';
    // What was said in plain text may be anybody's word (RFC 3501 section 6.2.1).
    this.#capabilities = undefined;
    this.#untagged = [];
    asked.push({ kind: 'start-tls' });
  }

  #goOn(asked: ClientAction[]): void {
    const offered = this.#capabilities ?? '';
    const { credentials } = this.#options;
    // Nothing that came before the login is for the client.
    this.#untagged = [];
    if (credentials === undefined) {
      this.#command(asked, 'over', 'LOGOUT');
      asked.push({ kind: 'learned', extensions: offered.split(/ +/).filter((name) => name !== '') });
      this.#lines.clear();
      return;
    }
    this.#exchange = new SaslClient(offered, credentials, this.#options);
    this.#capabilities = undefined;
    this.#command(asked, 'authenticate', this.#exchange.command);
  }

  #takeVerdict(asked: ClientAction[], status: ImapStatus): void {
    if (status.word === 'OK') {
      if (this.#exchange?.sent !== true) {
        this.#refuse(asked, 'protocol', msg('mail.serverLetsWithoutHavingSeen'));
        return;
      }
      const list = capabilityList(status.code);
      this.#capabilities = list ?? this.#capabilities;
      this.#acceptedText = list === undefined ? status.said : status.text;
      if (this.#capabilities === undefined) this.#askCapability(asked, 'confirm');
      else this.#accept(asked);
      return;
    }
    const otherwise = status.word === 'NO' || this.#challenged() ? 'credentials' : 'protocol';
    this.#refuse(asked, kindOfTrouble(status) ?? otherwise, saidBy(status));
  }

  /** The answer to the first command behind the login: where Exchange says that it has no mailbox for the token. */
  #takeConfirmation(asked: ClientAction[], status: ImapStatus): void {
    if (status.word !== 'OK') {
      const kind = isWithoutMailbox(status) ? 'credentials' : kindOfTrouble(status);
      if (kind !== undefined) {
        this.#refuse(asked, kind, saidBy(status));
        return;
      }
    }
    this.#accept(asked);
  }

  #accept(asked: ClientAction[]): void {
    this.#phase = 'over';
    asked.push({
      kind: 'accepted',
      accepted: {
        text: this.#clean(this.#acceptedText),
        ...(this.#capabilities !== undefined && { capabilities: this.#capabilities }),
        ...(this.#untagged.length > 0 && { untagged: Buffer.concat(this.#untagged) }),
        rest: this.#lines.drain(),
      },
    });
  }

  #refuse(asked: ClientAction[], kind: UpstreamRefusal['kind'], text: Message): void {
    const found = this.#exchange?.challenge;
    this.#phase = 'over';
    this.#lines.clear();
    const challenge = found && {
      ...(found.status !== undefined && { status: this.#clean(found.status) }),
      ...(found.schemes !== undefined && { schemes: this.#clean(found.schemes) }),
      ...(found.scope !== undefined && { scope: this.#clean(found.scope) }),
    };
    asked.push({
      kind: 'refused',
      refusal: { kind, text: mapWords(text, (words) => this.#clean(words)), ...(challenge && { challenge }) },
    });
  }

  /** Bytes in plain text behind the answer to STARTTLS, to be taken for the server's: CVE-2011-0411's twin. */
  #refuseInjection(asked: ClientAction[]): void {
    this.#refuse(asked, 'protocol', msg('mail.moreThanAnswerStarttlsCame'));
  }

  #askCapability(asked: ClientAction[], phase: 'capability' | 'confirm'): void {
    this.#command(asked, phase, 'CAPABILITY');
  }

  #command(asked: ClientAction[], phase: Phase, command: string): void {
    this.#phase = phase;
    this.#tags += 1;
    send(asked, `${this.#tag()} ${command}`);
  }

  #tag(): string {
    return `W${this.#tags}`;
  }

  #keep(bytes: Buffer): void {
    if (!this.#echo.isIn(bytes.toString('latin1'))) this.#untagged.push(bytes);
  }

  #clean(text: string): string {
    return utf8ReplyText(this.#echo.struckFrom(text));
  }

  #challenged(): boolean {
    return this.#exchange?.challenged === true;
  }

  #live(): boolean {
    return this.#phase !== 'over' && this.#phase !== 'handshake';
  }
}

/** The server's words, where it gave any. */
function saidBy({ said }: ImapStatus): Message {
  return said.trim() === '' ? msg('mail.serverGivesNoReason') : verbatim(said);
}

function send(asked: ClientAction[], line: string): void {
  asked.push({ kind: 'send', bytes: Buffer.from(`${line}\r\n`, 'utf8') });
}
