import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Account } from '#contract/account.ts';
import { emptySettings } from '#contract/settings.ts';
import { AccountDirectory } from '#core/accounts/account-directory.ts';
import { addAccount, addClient } from '#core/accounts/settings-changes.ts';
import { Activity } from '#core/logging/activity.ts';
import { silentLogger } from '#core/logging/logger.ts';
import type { Authenticated } from '#core/relay/authenticator.ts';
import type { UpstreamSocket } from '#core/relay/upstream-connection.ts';
import type { Fetch } from '#core/oauth/http.ts';
import { submissionOpener } from '#core/submission/delivery.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';

const address = 'anna@example.org';
const kilobyte = 1024;
const messageSize = 1024 * kilobyte;
/** Room for two of the messages below, with what each may hold beside its octets. */
const most = 2 * messageSize + 64 * kilobyte;
/** What a session's own buffers take before its program waits: they are those of streams, of 64 kilobytes each. */
const buffers = 4 * 64 * kilobyte;

/** Sessions that send through an API, which answers when it is let go, or as is said. */
function opened(answer?: Fetch) {
  const clock = new FakeClock();
  const account: Account = {
    id: randomUUID(),
    address,
    clientId: randomUUID(),
    passwordMode: 'own',
    paused: false,
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
      submissionLimits: { perMailbox: 100, perClient: 100 },
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
  };
  const posted: number[] = [];
  const letGo = Promise.withResolvers<void>();
  const open = submissionOpener({
    clock,
    activity: new Activity({ clock, logger: silentLogger }),
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
  return { clock, posted, letGo: letGo.resolve, session };
}

/** A mail program behind its login; it counts which octets of its message were taken from it. */
class Sender {
  taken = 0;
  readonly #socket: UpstreamSocket;
  #heard = '';

  constructor(socket: UpstreamSocket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => (this.#heard += chunk.toString('latin1')));
  }

  async logIn(): Promise<void> {
    const xoauth2 = Buffer.from(`user=${address}\x01auth=Bearer token\x01\x01`).toString('base64');
    await this.#ask('', /^220 /m);
    await this.#ask('EHLO localhost', /^250 /m);
    await this.#ask(`AUTH XOAUTH2 ${xoauth2}`, /^235 /m);
  }

  /** One message up to its end, at the speed at which it is taken. @returns the answer to it */
  async send(sizeSaid: number | undefined, size = messageSize): Promise<string> {
    const said = sizeSaid === undefined ? '' : ` SIZE=${String(sizeSaid)}`;
    await this.#ask(`MAIL FROM:<${address}>${said}`, /^250 /m);
    await this.#ask(`RCPT TO:<${address}>`, /^250 /m);
    await this.#ask('DATA', /^354 /m);
    await this.#write(`From: ${address}\r\nTo: ${address}\r\nMessage-ID: <1@client.test>\r\n\r\n`);
    const piece = `${'x'.repeat(1022)}\r\n`.repeat(16);
    for (let at = 0; at < size; at += piece.length) await this.#write(piece);
    return this.#ask('.', /^\d{3} /m);
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

  async #ask(line: string, answer: RegExp): Promise<string> {
    this.#heard = '';
    if (line !== '') await this.#write(`${line}\r\n`);
    while (!answer.test(this.#heard)) await once(this.#socket, 'data');
    return this.#heard;
  }
}

/** Sixteen programs that send at once, while the API does not answer; read as far as there is room. */
async function crowd(sizeSaid: number | undefined) {
  const bench = opened();
  const senders = await Promise.all(Array.from({ length: 16 }, bench.session));
  const answers = senders.map((sender) => sender.send(sizeSaid));
  const taken = (): number => senders.reduce((sum, sender) => sum + sender.taken, 0);
  await vi.waitFor(() => expect(bench.posted.length).toBeGreaterThan(0));
  for (let before = -1; before !== taken(); await settle()) before = taken();
  expect(taken()).toBeLessThan(most + senders.length * buffers);
  return { ...bench, answers };
}

describe('what waits to be sent through an API holds no more memory than there is for it', () => {
  test('the others are read no further, and each is sent once when its turn comes', async () => {
    const { answers, letGo, posted } = await crowd(messageSize);
    letGo();
    expect((await Promise.all(answers)).every((answer) => answer.startsWith('250'))).toBe(true);
    expect(posted).toHaveLength(answers.length);
  });

  test('who finds no room within a minute is put off, and what is on its way is sent', async () => {
    const { clock, answers, letGo, posted } = await crowd(undefined);
    await clock.advance(60_000);
    letGo();
    const all = await Promise.all(answers);
    expect(all.filter((answer) => answer.startsWith('250'))).toHaveLength(posted.length);
    expect(all.filter((answer) => answer.startsWith('452 4.3.1'))).toHaveLength(all.length - posted.length);
    expect(posted.length).toBeLessThanOrEqual(2);
  });

  test('a size that is less than what comes is no way around it', async () => {
    const { session, posted } = opened();
    const sender = await session();
    expect(await sender.send(1)).toMatch(/^552 5\.3\.4 /);
    expect(posted).toEqual([]);
  });
});

describe('a message whose answer was lost, and that is not found in the mailbox', () => {
  const lost = new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNRESET' }) });

  test('is looked for three times within seven seconds, and a second later posted again', async () => {
    const asked: string[] = [];
    const { clock, session } = opened(async (_url, { method = 'GET' }) => {
      asked.push(`${method} after ${clock.now() - began}`);
      if (method === 'GET') return Response.json({ value: [] });
      if (asked.length === 1) throw lost;
      return new Response(undefined, { status: 202 });
    });
    const began = clock.now();
    const answer = (await session()).send(undefined, 1024);
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(0));
    await clock.advance(8_000);
    expect(await answer).toMatch(/^250 /);
    const looks = ['GET after 0', 'GET after 2000', 'GET after 7000'];
    expect(asked).toEqual(['POST after 0', ...looks, 'POST after 8000']);
  });

  test('is put off, and not posted again, when the mail program would not wait so long', async () => {
    const asked: string[] = [];
    const { clock, session } = opened(async (_url, { method = 'GET' }) => {
      asked.push(method);
      if (method === 'GET') return Response.json({ value: [] });
      clock.jump(40_000);
      throw lost;
    });
    const answer = (await session()).send(undefined, 1024);
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(0));
    await clock.advance(8_000);
    expect(await answer).toMatch(/^451 4\.3\.2 /);
    expect(asked).toEqual(['POST', 'GET', 'GET', 'GET']);
  });
});
