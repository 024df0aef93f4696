import type { ServerResponse } from 'node:http';
import { createServer, request, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ROTATION_TIMEOUT_MS } from '#core/oauth/http.ts';
import { limits } from '#core/relay/limits.ts';
import { textOf } from '../../support/english.ts';
import { FaultReport } from '../../support/fault-report.ts';
import { ForwardClock } from '../../support/forward-clock.ts';
import { makeCertificates, type SandboxCertificates } from '../../support/sandbox/certificates.ts';
import { accepted, localPassword, refusals, SystemBench } from '../../support/system-bench.ts';

const anna = 'anna@example.org';
const bo = 'bo@example.org';
const hour = 60 * 60_000;
const report = new FaultReport('providers');
let bench: SystemBench;
let clock: ForwardClock;
let front: Front;
let trusted: SandboxCertificates;
let expired: SandboxCertificates;

beforeAll(async () => {
  clock = new ForwardClock();
  bench = await SystemBench.start({ clock, sandbox: { smtpTls: 'implicit' } });
  trusted = await makeCertificates();
  expired = await makeCertificates(new Date(Date.now() - 60 * 24 * hour));
  await bench.trust(`${trusted.ca}\n${expired.ca}`);
  front = await Front.start(trusted, bench.sandbox.provider.secureUrl ?? '', bench.sandbox.ca);
  const { running } = bench;
  await running.addDesktopClient('Faulty');
  const { tokenUrl = '' } = running.endpoints();
  const faulty = new URL(tokenUrl);
  faulty.port = String(front.port);
  await running.run('client-update', { client: 'Faulty', change: { tokenUrl: faulty.href } });
  await running.addSignedInAccount(anna, localPassword, 'Faulty');
  await running.addDesktopClient();
  await running.addSignedInAccount(bo, localPassword);
});
beforeEach(async () => {
  // both have a token that lives
  for (const who of [anna, bo]) expect(await bench.answer('imap', who)).toMatch(accepted.imap);
});
afterAll(async () => {
  await front.stop();
  await bench.stop();
});

/** The token endpoint as the gateway reaches it: passes requests on, or is in the state that a test asks for. */
class Front {
  readonly #behind: { readonly url: string; readonly ca: string };
  #server: Server;
  readonly #sockets = new Set<Socket>();
  port = 0;
  /** The provider has answered, and the answer does not arrive. */
  losesAnswers = false;
  /** What is done instead of asking the provider. */
  instead: ((answer: ServerResponse) => void) | undefined;

  private constructor(certificates: SandboxCertificates, url: string, ca: string) {
    this.#behind = { url, ca };
    this.#server = this.#make(certificates);
  }

  static async start(certificates: SandboxCertificates, url: string, ca: string): Promise<Front> {
    const started = new Front(certificates, url, ca);
    await started.#listen();
    return started;
  }

  /** Goes on with another certificate, at the same port. */
  async withCertificate(certificates: SandboxCertificates): Promise<void> {
    await this.stop();
    this.#server = this.#make(certificates);
    await this.#listen();
  }

  /** Nobody listens any more. */
  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #make(certificates: SandboxCertificates): Server {
    const server = createServer(certificates, (incoming, outgoing) => {
      if (this.instead !== undefined) {
        this.instead(outgoing);
        return;
      }
      const { method, headers } = incoming;
      const url = new URL(incoming.url ?? '', this.#behind.url);
      const onward = request(url, { method, headers: { ...headers, host: url.host }, ca: this.#behind.ca });
      onward.on('error', () => incoming.socket.destroy());
      onward.on('response', (answer) => {
        if (this.losesAnswers) {
          answer.resume().once('end', () => incoming.socket.destroy());
          return;
        }
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      });
      incoming.pipe(onward);
    });
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    // a client that does not trust it hangs up
    server.on('tlsClientError', () => {});
    return server;
  }

  #listen(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.listen(this.port, '127.0.0.1', () => {
        const bound: AddressInfo | string | null = this.#server.address();
        if (typeof bound === 'object' && bound !== null) this.port = bound.port;
        resolve();
      });
    });
  }
}

interface Fault {
  readonly begin: () => Promise<void> | void;
  readonly end: () => Promise<void> | void;
  /** The provider says nothing: the login's time must pass. */
  readonly silent?: true;
}

/** What the token endpoint does with every request. */
function does(instead: (answer: ServerResponse) => void): Fault {
  return {
    begin: () => {
      front.instead = instead;
    },
    end: () => {
      front.instead = undefined;
    },
  };
}

function responds(status: number, body: string | object, headers: Record<string, string> = {}): Fault {
  const isJson = typeof body !== 'string' || 'content-type' in headers;
  const type = isJson ? 'application/json' : 'text/html';
  return does((answer) => {
    answer.writeHead(status, { 'content-type': type, ...headers });
    answer.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
}

/** A certificate that is no good. */
function shows(certificates: () => Promise<SandboxCertificates>): Fault {
  return {
    begin: async () => front.withCertificate(await certificates()),
    end: () => front.withCertificate(trusted),
  };
}

const json = { 'content-type': 'application/json' };
const faults: Readonly<Record<string, Fault>> = {
  'Is down': { begin: () => front.stop(), end: () => front.withCertificate(trusted) },
  'Falls silent': { ...does(() => {}), silent: true },
  'Cuts the connection': does((answer) => answer.destroy()),
  'Is busy, for so many seconds': responds(429, { error: 'throttled' }, { 'retry-after': '30' }),
  'Is busy, until a time': responds(
    429,
    { error: 'throttled' },
    { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' },
  ),
  'Has trouble of its own (500)': responds(500, { error: 'server_error' }),
  'Is out of service (503)': responds(503, '<h1>Service Unavailable</h1>'),
  'Answers with a web page': responds(200, '<html><body>Sign in to the hotel’s network</body></html>'),
  'Answers with JSON that breaks off': responds(200, '{"access_token":"eyJ0', json),
  'Answers with JSON of another shape': responds(200, '[1,2,3]', json),
  'Answers without a token': responds(200, { token_type: 'Bearer' }),
  'Answers with megabytes': responds(200, `{"access_token":"${'x'.repeat(4 * 1024 * 1024)}"}`, json),
  'Redirects without end': responds(302, '', { location: '/common/oauth2/v2.0/token' }),
  'Shows a certificate that has expired': shows(() => Promise.resolve(expired)),
  'Shows a certificate of nobody known': shows(() => makeCertificates()),
};

/** Hours pass: a token that was there has expired. */
async function pass(): Promise<void> {
  clock.forward(2 * hour);
  bench.sandbox.provider.advance(2 * hour);
  expect(await bench.answer('imap', bo)).toMatch(accepted.imap);
}

/** A provider that failed is left alone for a while: within a quarter of an hour the mail program's next try is let in. */
async function letInAgain(): Promise<void> {
  let answer = '';
  for (let minutes = 1; minutes < 15 && !accepted.imap.test(answer); minutes += 1) {
    clock.forward(60_000);
    answer = await bench.answer('imap', anna);
  }
  expect(answer).toMatch(accepted.imap);
}

/** What the activity says of anna's login. */
function saidSince(sequence: number, id: string): string {
  const refusal = bench.running.gateway.activity
    .entries({ after: sequence })
    .find(({ kind, accountId }) => kind === 'login-refused' && accountId === id);
  return refusal === undefined ? '' : textOf(refusal.text);
}

it.each(Object.entries(faults))('a provider: %s', async (name, fault) => {
  const { id } = await bench.account(anna);
  await fault.begin();
  await pass();
  const before = bench.activityNow;
  const noLogin = clock.nextTimer(limits.loginTimeout);
  const answer = bench.answer('imap', anna);
  await noLogin;
  expect(await bench.answer('imap', bo)).toMatch(accepted.imap);
  if (fault.silent) clock.forward(limits.loginTimeout);
  expect(await answer).toMatch(refusals.temporary.imap);
  expect((await bench.account(anna)).state).toBe('unreachable');
  // a refresh token that may have been replaced is waited for longer than a mail program waits
  if (fault.silent) clock.forward(ROTATION_TIMEOUT_MS);
  await fault.end();
  await letInAgain();
  report.add({
    fault: name,
    when: 'when a token is renewed',
    mailProgram: 'a temporary refusal',
    person: saidSince(before, id),
    kept: 'sign-in',
  });
});

it('a provider replaces the refresh token, and the answer is lost: the old one is tried again', async () => {
  const { id } = await bench.account(anna);
  front.losesAnswers = true;
  await pass();
  const before = bench.activityNow;
  expect(await bench.answer('imap', anna)).toMatch(refusals.temporary.imap);
  front.losesAnswers = false;
  await letInAgain();
  report.add({
    fault: 'Its answer with a new refresh token is lost',
    when: 'when it still takes the old one',
    mailProgram: 'a temporary refusal',
    person: saidSince(before, id),
    kept: 'sign-in',
  });
});

it.each([
  ['behind', () => bench.sandbox.provider.advance(hour)],
  ['ahead', () => clock.forward(hour)],
])('the clock is an hour %s: mail is let in', async (how, shift) => {
  shift();
  for (const who of [anna, bo]) expect(await bench.answer('imap', who)).toMatch(accepted.imap);
  report.add({
    fault: `This computer’s clock is an hour ${how}`,
    when: 'when a token is used',
    mailProgram: 'its login is accepted',
    person: '',
    kept: 'sign-in',
  });
});

it('a strict provider takes the old refresh token for stolen: a person is asked to sign in, once', async () => {
  bench.sandbox.provider.settings.strictRefreshTokens = true;
  const { id } = await bench.account(anna);
  front.losesAnswers = true;
  await pass();
  const before = bench.activityNow;
  expect(await bench.answer('imap', anna)).toMatch(refusals.temporary.imap);
  front.losesAnswers = false;
  clock.forward(10 * 60_000);
  expect(await bench.answer('imap', anna)).toMatch(/^a1 NO \[/);
  await bench.snapshot(({ accounts }) =>
    accounts.some((one) => one.id === id && one.state === 'needs-sign-in'),
  );
  report.add({
    fault: 'Its answer with a new refresh token is lost',
    when: 'when it takes the old one for stolen',
    mailProgram: 'a temporary refusal, then one that asks for a sign-in',
    person: saidSince(before, id),
    kept: 'account and passwords; the provider has ended the sign-in',
  });
  await bench.running.run('account-authorize', { account: anna });
  expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
});

it('docs/reliability.md says of providers what was seen here', () => report.compare());
