import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import hoodiecrow, { type ImapConnection, type ImapServer, type ParsedCommand } from 'hoodiecrow-imap';
import { imapBearerLogin } from './imap-bearer-login.ts';
import { SandboxMailServer, type MailServerOptions } from './mail-server.ts';
import type { Mailbox, MailboxChange, MessageStore } from './message-store.ts';

const greeting = '* OK Microsoft Exchange IMAP4 service ready. (sandbox)\r\n';

/**
 * An IMAP server of hoodiecrow-imap that takes bearer tokens only. hoodiecrow has one set of
 * folders a server, so there is one for those who have not logged in, which listens to the
 * sockets, and one a mailbox, which a connection is handed to when it has.
 */
export class SandboxImapServer extends SandboxMailServer {
  readonly #store: MessageStore;
  readonly #lobby: hoodiecrow.ImapServer;
  readonly #mailboxes = new Map<string, hoodiecrow.ImapServer>();
  readonly #unwatch: (() => void)[] = [];
  /** The socket that is on its way into the lobby. */
  #arriving: Socket | undefined;

  constructor(options: MailServerOptions) {
    super('imap', greeting, options);
    this.#store = options.store;
    this.#lobby = this.#makeServer({});
    this.#lobby.connectionHandlers.push((connection) => this.#arrive(connection));
  }

  override async stop(): Promise<void> {
    for (const unwatch of this.#unwatch) unwatch();
    await super.stop();
  }

  /** hoodiecrow greets as it is made, in words of its own: it gets a stand-in to say them to. */
  protected serve(socket: Socket): void {
    this.#arriving = socket;
    this.#lobby.createClient(nobody());
  }

  #arrive(connection: hoodiecrow.ImapConnection): void {
    const socket = this.#arriving;
    if (socket === undefined) return;
    this.#arriving = undefined;
    connection.secureConnection = true;
    attach(connection, socket);
    socket.write(greeting);
  }

  #makeServer(storage: Record<string, object>): hoodiecrow.ImapServer {
    const server = hoodiecrow({
      storage,
      // it never speaks TLS by itself: without a word it would read a key of its own from its package
      credentials: {},
      id: { name: 'Sandbox' },
      plugins: [
        'ID',
        'NAMESPACE',
        'UNSELECT',
        'UIDPLUS',
        'MOVE',
        'LITERALPLUS',
        'SPECIAL-USE',
        imapIdle,
        imapBearerLogin({
          gate: this.gate,
          refusals: this.options.refusals ?? 'challenge',
          open: (connection, mailbox) => this.#handOver(connection, mailbox),
        }),
      ],
    });
    // One listener a connection is right here, and there may be thousands.
    return server.setMaxListeners(0);
  }

  #handOver(connection: hoodiecrow.ImapConnection, address: string): void {
    const server = this.#mailboxServer(this.#store.mailbox(address));
    connection.server.removeListener('notify', connection._notificationCallback);
    connection.server = server;
    server.on('notify', connection._notificationCallback);
  }

  #mailboxServer(mailbox: Mailbox): hoodiecrow.ImapServer {
    const found = this.#mailboxes.get(mailbox.address);
    if (found !== undefined) return found;
    const { INBOX, ...folders } = Object.fromEntries(mailbox.folders);
    const server = this.#makeServer({ INBOX: INBOX ?? {}, '': { separator: '/', folders } });
    const watcher = (change: MailboxChange): void => announce(server, change);
    mailbox.watchers.add(watcher);
    this.#unwatch.push(() => mailbox.watchers.delete(watcher));
    this.#mailboxes.set(mailbox.address, server);
    return server;
  }
}

/** A stream that says nothing and forgets what it is told. */
function nobody(): Duplex {
  return new Duplex({
    read() {},
    write(_chunk, _encoding, done) {
      done();
    },
  });
}

/** Lets a connection of hoodiecrow's live on this socket. */
function attach(connection: hoodiecrow.ImapConnection, socket: Socket): void {
  connection.socket = socket;
  socket.on('data', (chunk) => connection.onData(chunk));
  socket.once('close', () => {
    if (connection.socket === socket) connection.onClose();
  });
  // A client that hangs up has said all: the connection ends.
  socket.once('end', () => socket.end());
}

/** Tells the connections that have the folder open what came or went. */
function announce(server: hoodiecrow.ImapServer, change: MailboxChange): void {
  const folder = server.getMailbox(change.folder);
  if (folder === undefined) return;
  const [number, word] =
    change.removedAt === undefined ? [change.count, 'EXISTS'] : [change.removedAt + 1, 'EXPUNGE'];
  server.notify({ tag: '*', attributes: [number, { type: 'ATOM', value: word }] }, folder);
}

/**
 * A plugin for hoodiecrow-imap: IDLE (RFC 2177). Its own keeps a timer of half an hour
 * when the client leaves without DONE, and goes on announcing changes after DONE.
 */
function imapIdle(server: ImapServer): void {
  server.registerCapability('IDLE');
  server.setCommandHandler('IDLE', (connection, parsed, _data, callback) => {
    if (connection.state === 'Not Authenticated' || parsed.attributes !== undefined) {
      say(connection, parsed, 'BAD', 'Command received in Invalid state.');
      callback();
      return;
    }
    connection.directNotifications = true;
    connection.inputHandler = (line) => {
      connection.inputHandler = false;
      connection.directNotifications = false;
      const done = line.toUpperCase() === 'DONE';
      say(connection, parsed, done ? 'OK' : 'BAD', done ? 'IDLE completed.' : 'DONE was expected.');
      callback();
    };
    connection.socket?.write('+ IDLE accepted, awaiting DONE command.\r\n');
    connection.processNotifications();
  });
}

function say(connection: ImapConnection, parsed: ParsedCommand, command: string, text: string): void {
  connection.send({ tag: parsed.tag, command, attributes: [{ type: 'TEXT', value: text }] }, command, parsed);
}
