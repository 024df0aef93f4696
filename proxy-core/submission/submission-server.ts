import { Duplex } from 'node:stream';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { submissionLimits } from '#core/accounts/submission.ts';
import { submissionName } from '#contract/submission.ts';
import type { Activity } from '#core/logging/activity.ts';
import type { Logger } from '#core/logging/logger.ts';
import { msg, sentences } from '#messages/message.ts';
import type { ConnectionLimiter } from '#core/relay/connection-limiter.ts';
import type { Submitter } from '#core/relay/upstream-connection.ts';
import { fitHeader, fittedPieces } from './envelope.ts';
import type { Outgoing } from './mail-api.ts';
import { submissionRefusal, SubmissionRefusedError, toResponseError } from './refusal.ts';

/** For room among the messages on their way, in milliseconds: the mail program waits behind DATA, RFC 5321 gives it two minutes there. */
const roomTimeout = 60_000;
/** RFC 5321 section 4.5.3.2.7: a server waits five minutes for the next command, and longer behind nothing. */
const idleTimeout = 300_000;
/** AUTH carries the token in base64; large tokens are about ten thousand characters. */
const longestCommand = 64 * 1024;

export interface SubmissionDeps {
  /** Resolves when the provider has accepted the message. @throws SubmissionRefusedError */
  deliver(sender: Submitter, message: Outgoing, signal: AbortSignal): Promise<'once' | 'again'>;
  readonly limiter: ConnectionLimiter;
  /** Octets that all messages on their way may hold. */
  readonly most: number;
  readonly activity: Activity;
  readonly logger: Logger;
}

/**
 * A submission server for one session, within this process: it takes messages as a provider's SMTP server would, and posts
 * them to the provider's API. A message is acknowledged when the provider has accepted it.
 * @returns the client's end of the connection; the greeting follows
 */
export function openSubmission(deps: SubmissionDeps, submitter: Submitter): InProcessSocket {
  const { api, authenticated } = submitter;
  const { size } = submissionLimits(authenticated.found.client, api);
  const [near, far] = InProcessSocket.pair();
  const left = new AbortController();
  far.once('close', () => left.abort(new Error('the mail program has gone')));
  const server = new SMTPServer({
    name: 'localhost',
    banner: `Mailwicket, ${submissionName[api]}`,
    size,
    // the relay logs in with the token, as at any server; it is not looked at before the first message
    authMethods: ['XOAUTH2'],
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS', 'XCLIENT', 'XFORWARD', 'WIZ', 'SHELL', 'KILL'],
    disableReverseLookup: true,
    // the mailbox is the sender, whatever a printer calls itself: root@HP_2
    lenientAddressParsing: true,
    // the replies below carry their enhanced codes themselves
    hideENHANCEDSTATUSCODES: true,
    maxCommandLength: longestCommand,
    socketTimeout: idleTimeout,
    logger: false,
    onConnect: (_session, callback) => {
      for (const connection of server.connections) overrideReplies(connection, size);
      callback();
    },
    onAuth: ({ username }, _session, callback) => callback(null, { user: username }),
    onRcptTo: ({ address }, _session, callback) => {
      callback(isRecipient.test(address) ? null : malformedRecipient());
    },
    onData: (stream, session, callback) => {
      const answer = async (): Promise<void> => {
        try {
          await take(deps, submitter, { stream, session, size, signal: left.signal });
          callback(null, '2.6.0 Accepted by the provider');
        } catch (error) {
          callback(refusalOf(deps, error).smtp);
        }
      };
      void answer();
    },
  });
  server.on('error', (error) => deps.logger.debug('a submission session broke', { reason: error.message }));
  server.server.emit('connection', far);
  return near;
}

/** As it may stand in a header: its domain is a name or an address. */
const isRecipient = /^(?:[^@]+@(?:[\w.\u{80}-\u{10FFFF}-]+|\[[\w.:]+\])|postmaster)$/iu;

function malformedRecipient(): Error {
  return toResponseError({ code: 553, text: '5.1.3 Bad recipient address syntax' });
}

/** Refuses BDAT, and words the reply to a message that is too large: smtp-server has options for neither. */
function overrideReplies(connection: SMTPConnection, size: number): void {
  const send = connection.send.bind(connection);
  Object.assign(connection, {
    // the octets of a chunk follow at once, and others may have written them: they must not be taken for commands
    handler_BDAT: () => send(421, '4.7.0 BDAT is not available here'),
    // what MAIL says of the size is judged by the server
    send: (...[code, text, context]: Parameters<typeof send>) => {
      if (context === 'MESSAGE_TOO_BIG') send(552, tooLarge(size).smtp.message);
      else send(code, text, context);
    },
  });
}

type SMTPConnection = SMTPServer['connections'] extends Set<infer Connection> ? Connection : never;

interface Incoming {
  readonly stream: SMTPServerDataStream;
  readonly session: SMTPServerSession;
  readonly size: number;
  readonly signal: AbortSignal;
}

/** One message, from DATA to the provider's answer. @throws SubmissionRefusedError */
async function take(deps: SubmissionDeps, submitter: Submitter, incoming: Incoming): Promise<void> {
  const { api, peer } = submitter;
  const { found } = submitter.authenticated;
  const about = { protocol: 'smtp', peer, accountId: found.account.id } as const;
  const name = submissionName[api];
  const { stream, session } = incoming;
  const recipients = session.envelope.rcptTo.map(({ address }) => address);
  let outcome: 'once' | 'again';
  try {
    const wanted = { size: roomFor(incoming), timeout: roomTimeout };
    const room = await deps.limiter.take('octets', deps.most, new AbortController().signal, wanted);
    if (room === undefined) throw submissionRefusal('submission.noRoom');
    try {
      const message = await read(incoming, (header) =>
        fitHeader(header, recipients, found.account.submissionRewrites === true),
      );
      outcome = await deps.deliver(submitter, message, incoming.signal);
    } finally {
      room();
    }
    deps.activity.note({
      kind: 'message-sent',
      text: sentences(
        msg('submission.sent', { address: found.identity.smtp, name, count: recipients.length }),
        outcome === 'again' ? msg('submission.postedAgain') : undefined,
      ),
      ...about,
    });
  } catch (error) {
    const refusal = refusalOf(deps, error);
    deps.activity.note({
      kind: 'message-refused',
      level: 'warning',
      text: msg('submission.notSent', { address: found.identity.smtp, name, why: refusal.text }),
      ...about,
      details: { reply: refusal.code, fix: refusal.fix },
    });
    throw refusal;
  } finally {
    // what is not wanted is still read, up to its end: only there the mail program hears the answer
    stream.resume();
  }
}

/** How much a message may hold: what the mail program said with some more, else the most that is taken. */
function roomFor({ session, size }: Incoming): number {
  const args = session.envelope.mailFrom === false ? false : session.envelope.mailFrom.args;
  const said = Number(args === false ? Number.NaN : args['SIZE']);
  return Number.isNaN(said) ? size : Math.min(size, said * 2 + 64 * 1024);
}

/**
 * The message, with its header made fit as soon as that is there.
 * @throws SubmissionRefusedError - it is too large, or its header cannot be made fit
 */
async function read(incoming: Incoming, fit: (header: Buffer) => Buffer): Promise<Outgoing> {
  const { size: most } = incoming;
  let header: Buffer | undefined;
  const body: Buffer[] = [];
  let size = 0;
  for await (const piece of fittedPieces(roomyChunksOf(incoming), fit)) {
    size += piece.length;
    if (header === undefined) header = piece;
    else body.push(piece);
  }
  if (header === undefined) throw new Error('a message without its header');
  if (size > most) throw tooLarge(most);
  return { header, body, size };
}

/** What comes of a message. @throws SubmissionRefusedError - it is larger than the mail program said, or than it may be */
async function* roomyChunksOf(incoming: Incoming): AsyncGenerator<Buffer> {
  const { stream, size: most } = incoming;
  const room = Math.min(most, roomFor(incoming));
  for await (const chunk of chunksOf(stream)) {
    if (stream.byteLength > room) throw tooLarge(most);
    yield chunk;
  }
}

/** What comes of a message; the stream stays open when the reader stops: the rest is drained elsewhere. */
export async function* chunksOf(stream: SMTPServerDataStream): AsyncGenerator<Buffer> {
  const iterator = stream.iterator({ destroyOnReturn: false });
  for await (const chunk of iterator) {
    const bytes: unknown = chunk;
    if (Buffer.isBuffer(bytes)) yield bytes;
  }
}

function tooLarge(most: number): SubmissionRefusedError {
  return submissionRefusal('submission.tooLarge', { most: (most / 1_000_000).toFixed(1) });
}

/** Any failure as a refusal; what is not known is a defect, and the mail program keeps its message. */
function refusalOf({ logger }: SubmissionDeps, error: unknown): SubmissionRefusedError {
  if (error instanceof SubmissionRefusedError) return error;
  const reason = error instanceof Error ? error.message : 'unknown';
  logger.warn('a message could not be taken', { reason });
  return submissionRefusal('submission.failed', undefined, { cause: error });
}

/**
 * One end of a connection within this process. It has of net.Socket what the relay and smtp-server use of it: what one
 * end writes the other reads, an end is passed on, and a slow reader makes the writer wait.
 */
class InProcessSocket extends Duplex {
  #other: InProcessSocket | undefined;
  /** The other end's write that waits until this end reads. */
  #waiting: (() => void) | undefined;
  #idle: NodeJS.Timeout | undefined;

  private constructor() {
    super({ allowHalfOpen: false });
  }

  /** Both ends. */
  static pair(): readonly [InProcessSocket, InProcessSocket] {
    const one = new InProcessSocket();
    const other = new InProcessSocket();
    one.#other = other;
    other.#other = one;
    return [one, other];
  }

  /** As net.Socket says it: whether something written would still arrive. */
  get readyState(): 'open' | 'closed' {
    return this.destroyed || this.writableEnded ? 'closed' : 'open';
  }

  /** Calls back once after so many milliseconds in which nothing came and nothing went; 0 ends that. */
  setTimeout(milliseconds: number, listener?: () => void): this {
    clearTimeout(this.#idle);
    this.#idle =
      milliseconds === 0 || listener === undefined ? undefined : setTimeout(listener, milliseconds).unref();
    return this;
  }

  /** Ends it after what was written has been read. */
  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once('finish', () => this.destroy());
  }

  override _read(): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, written: (error?: Error | null) => void): void {
    const other = this.#other;
    if (other === undefined || other.destroyed) {
      written(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      return;
    }
    this.#idle?.refresh();
    other.#idle?.refresh();
    other.#waiting = () => written();
    // an end that reads asks for more, which is what lets this write go on
    if (other.push(chunk)) other._read();
  }

  override _final(done: (error?: Error | null) => void): void {
    const other = this.#other;
    if (other !== undefined && !other.destroyed) other.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#idle);
    const other = this.#other;
    // as when a peer hangs up: what it had sent is still read, and then there is no more
    if (other !== undefined && !other.destroyed && !this.writableEnded) other.push(null);
    this._read();
    done(error);
  }
}
