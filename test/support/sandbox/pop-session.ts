import type { Socket } from 'node:net';
import type { LoginGate, LoginOutcome } from './login-gate.ts';
import type { LoginFault } from './mail-faults.ts';
import { type MailRefusals, SandboxMailServer, type MailServerOptions } from './mail-server.ts';
import type { Mailbox, MessageStore, StoredMessage } from './message-store.ts';
import { type BearerMechanism, bearerError, parseBearer } from './sasl-bearer.ts';
import { unreachable } from './unreachable.ts';

interface PopSessionOptions {
  readonly refusals: MailRefusals;
  readonly gate: LoginGate;
  readonly store: MessageStore;
}

const popGreeting = '+OK Microsoft Exchange POP3 server ready (sandbox).\r\n';

/** Octets: Exchange refuses longer tokens over POP. */
const exchangeMaximumToken = 4096;
const maximumLine = 65_536;
const protocolError = '-ERR Protocol error. Connection is closed. 10';

/** A message as this session sees it. */
interface Entry {
  readonly message: StoredMessage;
  deleted: boolean;
}

/** One POP3 connection (RFC 1939, RFC 2449, RFC 5034). */
class PopSession {
  readonly #options: PopSessionOptions;
  readonly #reader = new LineReader(maximumLine);
  readonly #socket: Socket;
  #mailbox: Mailbox | undefined;
  #entries: Entry[] = [];
  /** What the next line goes to instead of the commands: a SASL response. */
  #awaiting: ((line: string) => void) | undefined;
  /** No more is read: a login that is never answered, or the end. */
  #deaf = false;

  constructor(socket: Socket, options: PopSessionOptions) {
    this.#options = options;
    this.#socket = socket;
    socket.on('data', (bytes) => this.#feed(bytes));
    socket.once('end', () => socket.end());
    socket.write(popGreeting);
  }

  #feed(bytes: Buffer): void {
    const lines = this.#reader.feed(bytes);
    if (lines === 'too-long') {
      this.#end(protocolError);
      return;
    }
    for (const line of lines) {
      if (this.#deaf) return;
      const awaiting = this.#awaiting;
      if (awaiting === undefined) {
        this.#command(line);
      } else {
        this.#awaiting = undefined;
        awaiting(line);
      }
    }
  }

  #command(line: string): void {
    const [verb = '', ...words] = line.split(' ');
    const name = verb.toUpperCase();
    if (name === 'CAPA') this.#lines('+OK', this.#capabilities());
    else if (name === 'QUIT') this.#quit();
    else if (name === 'NOOP' && this.#mailbox !== undefined) this.#say('+OK');
    else if (this.#mailbox === undefined) this.#authorizationCommand(name, words);
    else this.#transactionCommand(name, words, this.#mailbox);
  }

  #capabilities(): string[] {
    const list = ['TOP', 'UIDL', 'RESP-CODES', 'AUTH-RESP-CODE'];
    if (this.#mailbox === undefined) list.push('SASL XOAUTH2 OAUTHBEARER');
    return list;
  }

  #authorizationCommand(name: string, words: readonly string[]): void {
    switch (name) {
      case 'AUTH':
        this.#auth(words);
        return;
      case 'USER':
      case 'PASS':
      case 'APOP':
        this.#say('-ERR [AUTH] Logon failure: basic authentication is disabled.');
        return;
      default:
        this.#say('-ERR Command is not valid in this state.');
    }
  }

  #auth(words: readonly string[]): void {
    const mechanism = bearerMechanism(words[0]);
    if (words.length === 0) {
      this.#lines('+OK', ['XOAUTH2', 'OAUTHBEARER']);
    } else if (mechanism === undefined) {
      this.#say('-ERR Unrecognized authentication type.');
    } else if (words.length > 1) {
      // A token does not fit into a command line (RFC 2449 section 4); Exchange hangs up.
      this.#end(protocolError);
    } else {
      this.#awaiting = (line) => this.#respond(mechanism, line);
      this.#say('+ ');
    }
  }

  #respond(mechanism: BearerMechanism, line: string): void {
    if (line === '*') {
      this.#say('-ERR Authentication cancelled.');
      return;
    }
    const bearer = parseBearer(mechanism, line);
    if (bearer === undefined) {
      this.#say('-ERR Invalid SASL argument.');
    } else if (this.#options.refusals === 'exchange' && bearer.token.length > exchangeMaximumToken) {
      this.#end(protocolError);
    } else {
      this.#conclude(
        this.#options.gate.decide(mechanism, bearer.username, bearer.token),
        mechanism,
        bearer.username,
      );
    }
  }

  #conclude(outcome: LoginOutcome, mechanism: BearerMechanism, username: string): void {
    switch (outcome.kind) {
      case 'accepted':
        this.#mailbox = this.#options.store.mailbox(username);
        this.#entries = this.#mailbox.inbox.messages.map((message) => ({ message, deleted: false }));
        this.#say('+OK User successfully authenticated.');
        return;
      case 'refused':
      case 'no-mailbox':
        this.#refuse(mechanism, 'Authentication failure: unknown user name or bad password.');
        return;
      case 'temporary':
        this.#say('-ERR [SYS/TEMP] Temporary authentication failure.');
        return;
      case 'fault':
        this.#suffer(outcome.fault, mechanism);
        return;
      default:
        unreachable(outcome);
    }
  }

  #refuse(mechanism: BearerMechanism, text: string): void {
    if (this.#options.refusals === 'exchange') {
      this.#say(`-ERR ${text}`);
      return;
    }
    this.#awaiting = () => this.#say(`-ERR [AUTH] ${text}`);
    this.#say(`+ ${Buffer.from(JSON.stringify(bearerError(mechanism))).toString('base64')}`);
  }

  #suffer(fault: LoginFault, mechanism: BearerMechanism): void {
    switch (fault.kind) {
      case 'refuse':
        this.#refuse(mechanism, fault.text);
        return;
      case 'reply':
        this.#say(fault.line);
        return;
      case 'temporary':
        this.#conclude({ kind: 'temporary' }, mechanism, '');
        return;
      case 'not-connected':
        this.#end('-ERR User is authenticated but not connected.');
        return;
      case 'silent':
        this.#deaf = true;
        return;
      case 'close':
        this.#deaf = true;
        this.#socket.destroy();
        return;
      default:
        unreachable(fault);
    }
  }

  #transactionCommand(name: string, words: readonly string[], mailbox: Mailbox): void {
    switch (name) {
      case 'STAT': {
        const left = this.#entries.filter((entry) => !entry.deleted);
        const octets = left.reduce((sum, entry) => sum + entry.message.raw.length, 0);
        this.#say(`+OK ${left.length} ${octets}`);
        return;
      }
      case 'LIST':
        this.#listing(words[0], (entry) => String(entry.message.raw.length));
        return;
      case 'UIDL':
        this.#listing(words[0], (entry) => `${mailbox.inbox.uidvalidity}-${entry.message.uid}`);
        return;
      case 'RETR':
        this.#withEntry(words[0], (entry) => this.#send(entry.message.raw));
        return;
      case 'TOP':
        this.#withEntry(words[0], (entry) => this.#top(entry, words[1]));
        return;
      case 'DELE':
        this.#withEntry(words[0], (entry) => {
          entry.deleted = true;
          this.#say('+OK');
        });
        return;
      case 'RSET':
        for (const entry of this.#entries) entry.deleted = false;
        this.#say('+OK');
        return;
      default:
        this.#say('-ERR Protocol error. Unknown command.');
    }
  }

  #listing(word: string | undefined, describe: (entry: Entry) => string): void {
    if (word !== undefined) {
      this.#withEntry(word, (entry) => this.#say(`+OK ${Number(word)} ${describe(entry)}`));
      return;
    }
    const lines = this.#entries.flatMap((entry, index) =>
      entry.deleted ? [] : [`${index + 1} ${describe(entry)}`],
    );
    this.#lines('+OK', lines);
  }

  #withEntry(word: string | undefined, act: (entry: Entry) => void): void {
    const entry = /^\d+$/.test(word ?? '') ? this.#entries[Number(word) - 1] : undefined;
    if (entry === undefined || entry.deleted) this.#say('-ERR The specified message is out of range.');
    else act(entry);
  }

  /** The header, an empty line and the first lines of the body. */
  #top(entry: Entry, word: string | undefined): void {
    if (!/^\d+$/.test(word ?? '')) {
      this.#say('-ERR TOP takes a message and a number of lines.');
      return;
    }
    const { raw } = entry.message;
    const end = raw.indexOf('\r\n\r\n');
    const header = end < 0 ? raw : raw.slice(0, end + 4);
    const body =
      end < 0
        ? []
        : raw
            .slice(end + 4)
            .split('\r\n')
            .slice(0, Number(word));
    this.#send(header + body.map((bodyLine) => `${bodyLine}\r\n`).join(''));
  }

  /** A message, with each line that begins with a dot given one more (RFC 1939 section 3). */
  #send(raw: string): void {
    const stuffed = raw.replaceAll(/^\./gm, '..');
    const end = stuffed.endsWith('\r\n') ? '' : '\r\n';
    this.#socket.write(Buffer.from(`+OK\r\n${stuffed}${end}.\r\n`, 'latin1'));
  }

  #quit(): void {
    const mailbox = this.#mailbox;
    for (const entry of this.#entries) if (entry.deleted) mailbox?.remove(entry.message);
    this.#end('+OK Microsoft Exchange Server POP3 server signing off.');
  }

  #say(line: string): void {
    this.#socket.write(`${line}\r\n`);
  }

  #lines(first: string, lines: readonly string[]): void {
    this.#say([first, ...lines, '.'].join('\r\n'));
  }

  #end(line: string): void {
    this.#deaf = true;
    this.#socket.end(`${line}\r\n`);
  }
}

function bearerMechanism(name: string | undefined): BearerMechanism | undefined {
  const upper = name?.toUpperCase();
  return upper === 'XOAUTH2' || upper === 'OAUTHBEARER' ? upper : undefined;
}

/** A POP3 server that takes bearer tokens only, over the sandbox's mailboxes. */
export class SandboxPopServer extends SandboxMailServer {
  constructor(options: MailServerOptions) {
    super('pop', popGreeting, options);
  }

  protected serve(socket: Socket): void {
    const { refusals = 'challenge', store } = this.options;
    void new PopSession(socket, { refusals, gate: this.gate, store });
  }
}

/** Cuts a stream of octets into lines, of at most `limit` octets each. */
class LineReader {
  readonly #limit: number;
  #held = Buffer.alloc(0);

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The lines complete by now, without their ends; 'too-long' when one passes the limit. */
  feed(bytes: Buffer): string[] | 'too-long' {
    this.#held = Buffer.concat([this.#held, bytes]);
    const lines: string[] = [];
    for (let end = this.#held.indexOf(0x0a); end >= 0; end = this.#held.indexOf(0x0a)) {
      if (end > this.#limit) return 'too-long';
      lines.push(this.#held.subarray(0, end).toString('latin1').replace(/\r$/, ''));
      this.#held = this.#held.subarray(end + 1);
    }
    return this.#held.length > this.#limit ? 'too-long' : lines;
  }
}
