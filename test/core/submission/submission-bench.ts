import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import type { Account } from '#contract/account.ts';
import { emptySettings } from '#contract/settings.ts';
import type { SubmissionLimits } from '#contract/submission.ts';
import { AccountDirectory } from '#core/accounts/account-directory.ts';
import { addAccount, addClient } from '#core/accounts/settings-changes.ts';
import { Activity } from '#core/logging/activity.ts';
import { silentLogger } from '#core/logging/logger.ts';
import type { Authenticated } from '#core/relay/authenticator.ts';
import type { UpstreamSocket } from '#core/relay/upstream-connection.ts';
import type { Fetch } from '#core/oauth/http.ts';
import { submissionOpener } from '#core/submission/delivery.ts';
import { FakeClock } from '../../support/fake-clock.ts';

export const address = 'anna@example.org';
const kilobyte = 1024;
export const messageSize = 1024 * kilobyte;
/** Room for two such messages, with what each may hold beside its octets. */
export const most = 2 * messageSize + 64 * kilobyte;

/** Sessions that send through Graph, which answers when it is let go, or as is said. */
export function opened(
  answer?: Fetch,
  {
    tokens,
    limits = { perMailbox: 100, perClient: 100 },
    account: fields,
  }: {
    /** How tokens come; one that stays good where left out. */
    readonly tokens?: Partial<Authenticated>;
    readonly limits?: Partial<SubmissionLimits>;
    readonly account?: Pick<Account, 'submissionRewrites'>;
  } = {},
) {
  const clock = new FakeClock();
  const account: Account = {
    id: randomUUID(),
    address,
    clientId: randomUUID(),
    passwordMode: 'own',
    paused: false,
    ...fields,
  };
  const settings = addAccount(
    addClient(emptySettings, {
      id: account.clientId,
      name: 'Graph',
      provider: 'microsoft365',
      grant: 'authorization-code',
      clientId: randomUUID(),
      credential: 'none',
      servers: {},
      submission: 'graph',
      submissionLimits: limits,
    }),
    account,
  );
  const found = new AccountDirectory(settings).find(address);
  if (found === undefined) throw new Error('the account is not found');
  const token = { value: 'token', obtainedAt: clock.now(), expiresAt: clock.now() + 3_600_000 };
  const authenticated: Authenticated = {
    kind: 'authenticated',
    found,
    token,
    current: async () => token,
    renewed: async () => undefined,
    worked: () => {},
    ...tokens,
  };
  const posted: number[] = [];
  const letGo = Promise.withResolvers<void>();
  const activity = new Activity({ clock, logger: silentLogger });
  const open = submissionOpener({
    clock,
    activity,
    logger: silentLogger,
    most,
    fetch: async (url, init) => {
      if (answer !== undefined) return answer(url, init);
      const { body } = init;
      posted.push(Buffer.from(typeof body === 'string' ? body : '', 'base64').length);
      await letGo.promise;
      return new Response(undefined, { status: 202 });
    },
  });
  const session = async (): Promise<Sender> => {
    const sender = new Sender(await open({ authenticated, api: 'graph', peer: '127.0.0.1' }));
    onTestFinished(() => sender.end());
    await sender.logIn();
    return sender;
  };
  return { clock, activity, posted, letGo: letGo.resolve, session };
}

/** A mail program behind its login; it counts which octets of its message were taken from it. */
export class Sender {
  taken = 0;
  readonly #socket: UpstreamSocket;
  #heard = '';

  constructor(socket: UpstreamSocket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => (this.#heard += chunk.toString('latin1')));
  }

  async logIn(): Promise<void> {
    const xoauth2 = Buffer.from(`user=${address}\x01auth=Bearer token\x01\x01`).toString('base64');
    await this.ask('', /^220 /m);
    await this.ask('EHLO localhost', /^250 /m);
    await this.ask(`AUTH XOAUTH2 ${xoauth2}`, /^235 /m);
  }

  /** A message of this size up to its end. @returns the answer to it */
  send(sizeSaid: number | undefined, size = messageSize): Promise<string> {
    const header = `From: ${address}\r\nTo: ${address}\r\nMessage-ID: <1@client.test>\r\n\r\n`;
    return this.post(header + `${'x'.repeat(1022)}\r\n`.repeat(size / kilobyte), { sizeSaid });
  }

  /** One message up to its end, at the speed at which it is taken. @returns the answer to it */
  async post(
    message: string,
    options: { readonly sizeSaid?: number | undefined; readonly recipients?: readonly string[] } = {},
  ): Promise<string> {
    const { sizeSaid, recipients = [address] } = options;
    const said = sizeSaid === undefined ? '' : ` SIZE=${String(sizeSaid)}`;
    await this.ask(`MAIL FROM:<${address}>${said}`, /^250 /m);
    for (const recipient of recipients) await this.ask(`RCPT TO:<${recipient}>`, /^250 /m);
    await this.ask('DATA', /^354 /m);
    const piece = 16 * kilobyte;
    for (let at = 0; at < message.length; at += piece) await this.#write(message.slice(at, at + piece));
    return this.ask('.');
  }

  /** What it still hears, up to the end of the connection. */
  async ended(): Promise<string> {
    if (!this.#socket.readableEnded) await once(this.#socket, 'end');
    return this.#heard;
  }

  end(): void {
    this.#socket.destroy();
  }

  #write(octets: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.write(octets, (error) => {
        if (error !== null && error !== undefined) return reject(error);
        this.taken += octets.length;
        resolve();
      });
    });
  }

  /** Says a line, and hears the answer to it. */
  async ask(line: string, answer = /^\d{3} .*\r\n/m): Promise<string> {
    this.#heard = '';
    if (line !== '') await this.#write(`${line}\r\n`);
    while (!answer.test(this.#heard)) await once(this.#socket, 'data');
    return this.#heard;
  }
}
