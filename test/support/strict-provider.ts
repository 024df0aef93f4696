import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import tls from 'node:tls';
import { setTimeout as delay } from 'node:timers/promises';
import { makeCertificates } from './sandbox/certificates.ts';
import { portOf } from './listening.ts';

/** What is fetched of it. */
const message = 'Subject: a line of an ordinary message, over and over\r\n'.repeat(2_000);

/** What a strict provider has seen. */
export interface ProviderCount {
  /** Answers with a token. */
  renewals: number;
  /** A refresh token came a second time, though its asker lived: the account was signed out for it. */
  usedTwice: number;
  /** It came again, as whoever had the answer was killed with it: granted once. */
  answersLost: number;
}

/**
 * A provider and its mail server as strict as there can be: each refresh token is good once, and an account whose old
 * one comes again is signed out. It takes the old one again only where the asker was killed with the answer before it
 * could write it down: no client can do better there.
 */
export class StrictProvider {
  readonly certificateAuthority: string;
  readonly tokenUrl: string;
  readonly imapPort: number;
  readonly count: ProviderCount = { renewals: 0, usedTwice: 0, answersLost: 0 };
  /** Seconds that a token lives. */
  lifetime = 3600;
  readonly #accounts = new Map<string, { refreshToken: string; before: string; lost: boolean }>();
  readonly #answered = new Map<Socket, Set<string>>();
  readonly #orphans = new Set<string>();
  readonly #tokens = new Map<string, number>();
  readonly #close: () => Promise<void>;
  readonly #mail: tls.Server;
  readonly #mailSockets = new Set<Socket>();
  #serial = 0;

  private constructor(parts: {
    readonly ca: string;
    readonly ports: readonly [number, number];
    readonly mail: tls.Server;
    readonly close: () => Promise<void>;
  }) {
    this.certificateAuthority = parts.ca;
    this.tokenUrl = `http://127.0.0.1:${String(parts.ports[0])}/token`;
    this.imapPort = parts.ports[1];
    this.#mail = parts.mail;
    this.#close = parts.close;
  }

  static async start(): Promise<StrictProvider> {
    const certificates = await makeCertificates();
    const provider: { current?: StrictProvider } = {};
    const sockets = new Set<Socket>();
    const http = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
      void provider.current?.answer(request, response);
    });
    const imap = tls.createServer(certificates, (socket) => provider.current?.serve(socket));
    for (const server of [http, imap]) {
      server.on('connection', (socket: Socket) => {
        sockets.add(socket.on('error', () => {}));
        socket.once('close', () => {
          sockets.delete(socket);
          provider.current?.gone(socket);
        });
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
    }
    provider.current = new StrictProvider({
      ca: certificates.ca,
      ports: [portOf(http), portOf(imap)],
      mail: imap,
      close: async () => {
        const closed = [once(http, 'close'), once(imap, 'close')];
        http.close();
        imap.close();
        for (const socket of sockets) socket.destroy();
        await Promise.all(closed);
      },
    });
    return provider.current;
  }

  stop(): Promise<void> {
    return this.#close();
  }

  /** The mail server ends, with all of its sessions, and begins again after a while. Milliseconds. */
  async restartMail(away: number): Promise<void> {
    const closed = once(this.#mail, 'close');
    this.#mail.close();
    for (const socket of this.#mailSockets) socket.destroy();
    await closed;
    await delay(away);
    this.#mail.listen(this.imapPort, '127.0.0.1');
    await once(this.#mail, 'listening');
  }

  /** Signs an account in. @returns its first refresh token */
  signIn(account: string): string {
    const refreshToken = `${account} 0`;
    this.#accounts.set(account, { refreshToken, before: '', lost: false });
    return refreshToken;
  }

  /** The accounts whose last answer went over a connection that is closed, with the refresh tokens before it. */
  get orphans(): ReadonlyMap<string, string> {
    return new Map([...this.#orphans].map((name) => [name, this.#accounts.get(name)?.before ?? '']));
  }

  /** The last answer to this account was never written down. */
  takeAgain(name: string): void {
    const account = this.#accounts.get(name);
    if (account !== undefined) account.lost = true;
  }

  /** The accounts that it has signed out. */
  get signedOut(): string[] {
    return [...this.#accounts].filter(([, { refreshToken }]) => refreshToken === '').map(([name]) => name);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await text(request));
    const given = form.get('refresh_token') ?? '';
    const [name = ''] = given.split(' ');
    const account = this.#accounts.get(name);
    // a provider is somewhere else
    await delay(20 + Math.random() * 60);
    const again = account?.before === given && account.lost;
    if (account === undefined || (account.refreshToken !== given && !again)) {
      if (account?.refreshToken) {
        this.count.usedTwice += 1;
        account.refreshToken = '';
      }
      response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"invalid_grant"}');
      return;
    }
    this.#serial += 1;
    if (again) this.count.answersLost += 1;
    this.count.renewals += 1;
    account.before = given;
    account.lost = false;
    account.refreshToken = `${name} ${String(this.#serial)}`;
    const accessToken = `access-${String(this.#serial)}`;
    this.#tokens.set(accessToken, Date.now() + this.lifetime * 1000);
    const { socket } = request;
    this.#orphans.delete(name);
    for (const others of this.#answered.values()) others.delete(name);
    this.#answered.set(socket, (this.#answered.get(socket) ?? new Set()).add(name));
    if (socket.destroyed) this.gone(socket);
    response.writeHead(200, { 'content-type': 'application/json' }).end(
      JSON.stringify({
        access_token: accessToken,
        token_type: 'Bearer',
        expires_in: this.lifetime,
        refresh_token: account.refreshToken,
      }),
    );
  }

  private gone(socket: Socket): void {
    for (const name of this.#answered.get(socket) ?? []) this.#orphans.add(name);
    this.#answered.delete(socket);
  }

  private serve(socket: Socket): void {
    let rest = '';
    let idle = '';
    this.#mailSockets.add(socket);
    socket.once('close', () => this.#mailSockets.delete(socket));
    socket.setEncoding('utf8').on('error', () => {});
    socket.write('* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] ready\r\n');
    socket.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const [tag = '', command = '', , sent = ''] = line.split(' ');
        if (command.toUpperCase() === 'AUTHENTICATE') {
          const token = /auth=Bearer ([\w-]*)/u.exec(Buffer.from(sent, 'base64').toString())?.[1] ?? '';
          // a little longer than it lives, as clocks differ
          const isGood = (this.#tokens.get(token) ?? 0) + 30_000 > Date.now();
          socket.write(isGood ? `${tag} OK welcome\r\n` : `${tag} NO [AUTHENTICATIONFAILED] no\r\n`);
        } else if (command.toUpperCase() === 'IDLE') {
          idle = tag;
          socket.write('+ idling\r\n');
        } else if (tag.toUpperCase() === 'DONE') socket.write(`${idle} OK done\r\n`);
        else if (command.toUpperCase() === 'FETCH')
          socket.write(`* 1 FETCH (BODY[] {${String(message.length)}}\r\n${message})\r\n${tag} OK done\r\n`);
        else if (command.toUpperCase() === 'LOGOUT') socket.end(`* BYE\r\n${tag} OK bye\r\n`);
        else socket.write(`* CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2\r\n${tag} OK done\r\n`);
      }
    });
  }
}
