import type { Socket } from 'node:net';
import tls from 'node:tls';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { AccountDirectory } from '#core/accounts/account-directory.ts';
import type { AccessToken } from '#core/oauth/grant.ts';
import { limits } from '#core/relay/limits.ts';
import { serverLogin } from '#core/relay/client-connection.ts';
import type { Authenticated } from '#core/relay/authenticator.ts';
import { Session } from '#core/relay/session.ts';
import { portOf } from '../../support/listening.ts';
import { containing } from '../../support/matchers.ts';
import { clientConnection, identity, listen, readAll, readUntil } from './loopback.ts';
import { relayDeps } from './relay-deps.ts';
import { officeSettings } from './office-settings.ts';

const peer = '192.0.2.7';
const accountId = '11111111-1111-4111-8111-111111111111';

const tokenOf = (value: string): AccessToken => ({
  value,
  obtainedAt: 0,
  expiresAt: Number.POSITIVE_INFINITY,
});

interface Visit {
  readonly socket: Socket;
  readonly tag: string;
  readonly token: string;
}

/** Somebody whose password is right, and whose provider lets in who has another token than these. */
async function opened({
  refused = [],
  isSilent = false,
  pop = false,
}: {
  readonly refused?: readonly string[];
  /** It does not answer the login by itself. */
  readonly isSilent?: boolean;
  readonly pop?: boolean;
} = {}) {
  const deps = await relayDeps();
  const visits: Visit[] = [];
  const secureContext = await identity();
  const server = await listen((plain) => {
    const socket = new tls.TLSSocket(plain, { isServer: true, secureContext });
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => {}).write('* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] ready\r\n');
    const answer = (line: string): void => {
      const [tag = '', , , response = ''] = line.trim().split(' ');
      const [, token = ''] = /auth=Bearer ([\w-]+)/.exec(Buffer.from(response, 'base64').toString()) ?? [];
      visits.push({ socket, tag, token });
      const no = `${tag} NO [AUTHENTICATIONFAILED] no\r\n`;
      if (!isSilent) socket.write(refused.includes(token) ? no : `${tag} OK [CAPABILITY IMAP4rev1] in\r\n`);
    };
    readUntil(socket, '\r\n').then(answer, () => {});
  });
  const settings = officeSettings({
    client: {
      grant: 'password',
      tokenUrl: 'https://login.example.org/token',
      servers: { imap: { host: '127.0.0.1', port: portOf(server), tls: 'implicit' } },
      connectionLimits: { imap: 1 },
    },
    account: { id: accountId, address: 'anna@example.org' },
  });
  const found = new AccountDirectory(settings).find('anna@example.org');
  if (found === undefined) throw new Error('the account is not found');
  const worked: string[] = [];
  const authenticated: Authenticated = {
    kind: 'authenticated',
    found,
    token: tokenOf('token-1'),
    current: async () => tokenOf('token-1'),
    renewed: async ({ value }) => (value === 'token-1' ? tokenOf('token-2') : undefined),
    worked: ({ value }) => void worked.push(value),
  };
  const authenticate = vi.spyOn(deps.authenticator, 'authenticate').mockResolvedValue(authenticated);
  /** A mail program's connection; `over` resolves when its session is. */
  const arrive = async () => {
    const { near, far, reset } = await clientConnection();
    const { connection } = deps.registry.enter(peer, () => near.destroy());
    if (connection === undefined) throw new Error('there was no room');
    const protocol = pop ? 'pop' : 'imap';
    const session = new Session({
      socket: near,
      peer,
      connection,
      protocol,
      implicitTls: false,
      serverLogin: serverLogin(protocol, { tls: 'none', extensions: [] }),
      localTls: undefined,
      deps,
    });
    near.resume();
    return { program: far, near, reset, over: session.run() };
  };
  /** The same, whose login was let in. */
  const logIn = async () => {
    const arrived = await arrive();
    arrived.program.write('a LOGIN anna@example.org geheim\r\n');
    await readUntil(arrived.program, 'a OK');
    const visit = visits.at(-1);
    if (visit === undefined) throw new Error('nobody came to the provider');
    return { ...arrived, provider: visit.socket };
  };
  return { deps, visits, worked, authenticate, arrive, logIn };
}

describe('a session', () => {
  it('is the account’s from its login to its end, which says how much went through', async () => {
    const { deps, worked, authenticate, logIn } = await opened();
    const { program, provider, over } = await logIn();
    expect(authenticate.mock.calls[0]?.[0]).toMatchObject({
      username: 'anna@example.org',
      password: 'geheim',
    });
    expect(worked).toEqual(['token-1']);
    expect([deps.registry.beforeLogin, deps.registry.of(accountId).imap]).toEqual([0, 1]);
    expect(deps.clock.timers).toBe(0);
    program.write('b NOOP\r\n');
    expect(await readUntil(provider, '\r\n')).toBe('b NOOP\r\n');
    await deps.clock.advance(1_500);
    provider.end('b OK done\r\n');
    expect((await readAll(program)).toString()).toMatch(/b OK done\r\n$/);
    program.end();
    await over;
    expect(deps.registry.size).toBe(0);
    expect(deps.clock.timers).toBe(0);
    const about = { protocol: 'imap', peer, accountId };
    expect(deps.activity.entries()).toMatchObject([
      { kind: 'login-accepted', ...about, details: { form: 'LOGIN' } },
      {
        kind: 'session-ended',
        ...about,
        details: { toUpstream: 8, milliseconds: 1_500, endedBy: 'upstream' },
      },
    ]);
  });

  it('that breaks says why', async () => {
    const { deps, logIn } = await opened();
    const { reset, over } = await logIn();
    reset();
    await over;
    expect(deps.activity.entries().at(-1)?.details).toMatchObject({
      endedBy: 'client',
      error: containing('ECONNRESET'),
    });
  });

  it('keeps the mailbox’s place at its provider until it ends', async () => {
    const { deps, visits, arrive, logIn } = await opened();
    const first = await logIn();
    const second = await arrive();
    second.program.write('a LOGIN anna@example.org geheim\r\n');
    await deps.clock.timer(limits.slotTimeout);
    expect(visits).toHaveLength(1);
    first.reset();
    await first.over;
    expect(await readUntil(second.program, 'a OK')).toContain('a OK');
    const third = await arrive();
    third.program.write('a LOGIN anna@example.org geheim\r\n');
    await deps.clock.timer(limits.slotTimeout);
    await deps.clock.advance(limits.slotTimeout);
    expect(await readUntil(third.program, 'a NO')).toContain('a NO [LIMIT]');
  });

  it('that is ended from here says goodbye where that falls between two lines, and not within one', async () => {
    const { deps, logIn } = await opened();
    const idle = await logIn();
    deps.registry.endOf(accountId);
    expect((await readAll(idle.program)).toString()).toMatch(/\* BYE Mailwicket ends this session\r\n$/);
    idle.program.end();
    await idle.over;
    const busy = await logIn();
    busy.provider.write('* 1 FETCH (BODY[] {1000}\r\n');
    await readUntil(busy.program, 'FETCH');
    deps.registry.endOf(accountId);
    expect((await readAll(busy.program)).toString()).not.toContain('BYE');
    busy.program.end();
    await busy.over;
  });

  it('whose network has changed is cut off from its provider', async () => {
    const { deps, logIn } = await opened();
    const { program, provider, over } = await logIn();
    deps.registry.cutAll();
    await Promise.all([readAll(program), readAll(provider)]);
    program.end();
    await over;
    expect(deps.registry.size).toBe(0);
  });

  it('whose mailbox is refused only after the login is told, once', async () => {
    const { deps, logIn } = await opened();
    const { program, provider } = await logIn();
    program.write('b SELECT INBOX\r\n');
    provider.write('b NO User is authenticated but not connected.\r\n');
    await readUntil(program, 'b NO');
    expect(deps.activity.entries().filter(({ kind }) => kind === 'login-refused')).toMatchObject([
      { level: 'warning', protocol: 'imap', peer, accountId, details: { refusal: 'refused', late: true } },
    ]);
  });

  it('begins with nothing that was slipped in as a second login', async () => {
    const { deps, visits, arrive } = await opened();
    const { program, over } = await arrive();
    program.write('a LOGIN anna@example.org geheim\r\nb LOGIN mallory stolen\r\n');
    expect((await readAll(program)).toString()).toMatch(/\* BYE One login at a time\r\n$/);
    program.end();
    await over;
    const provider = visits[0]?.socket;
    expect(provider && (await readAll(provider)).toString()).toBe('');
    expect(deps.activity.entries()).toMatchObject([
      { kind: 'connection', level: 'warning', protocol: 'imap', peer, accountId },
    ]);
    expect([deps.registry.size, deps.registry.of(accountId).imap]).toEqual([0, 0]);
  });
});

describe('a login', () => {
  it('whose token the mail server does not take is tried once more with another one', async () => {
    const { visits, worked, logIn } = await opened({ refused: ['token-1'] });
    await logIn();
    expect(visits.map(({ token }) => token)).toEqual(['token-1', 'token-2']);
    expect(worked).toEqual(['token-2']);
  });

  it('that the mail server does not take then, either, is refused, and may be tried again', async () => {
    const { deps, visits, worked, arrive } = await opened({ refused: ['token-1', 'token-2'] });
    const { program } = await arrive();
    for (const tag of ['a', 'b']) {
      program.write(`${tag} LOGIN anna@example.org geheim\r\n`);
      await readUntil(program, `${tag} NO`);
    }
    expect(visits).toHaveLength(4);
    expect(worked).toEqual([]);
    expect(deps.activity.entries()[0]).toMatchObject({
      kind: 'login-refused',
      level: 'warning',
      protocol: 'imap',
      peer,
      accountId,
      details: { refusal: 'refused', form: 'LOGIN' },
    });
    expect(deps.registry.beforeLogin).toBe(1);
  });

  it('whose account is paused meanwhile becomes no session', async () => {
    const { deps, visits, arrive } = await opened({ isSilent: true });
    const { program, over } = await arrive();
    program.write('a LOGIN anna@example.org geheim\r\n');
    await vi.waitFor(() => expect(visits).toHaveLength(1));
    deps.registry.endOf(accountId);
    visits[0]?.socket.write(`${visits[0].tag} OK [CAPABILITY IMAP4rev1] in\r\n`);
    expect(await readUntil(program, 'a NO')).toContain('a NO [UNAVAILABLE]');
    expect(visits[0] && (await readAll(visits[0].socket)).length).toBe(0);
    program.end();
    await over;
    expect(deps.registry.of(accountId).imap).toBe(0);
  });

  it('takes no longer than a mail program waits', async () => {
    const { deps, authenticate, arrive } = await opened();
    const { program } = await arrive();
    const late = Promise.withResolvers<void>();
    authenticate.mockImplementation((_login, { signal }) => {
      signal.addEventListener('abort', () => late.resolve());
      return new Promise(() => {});
    });
    program.write('a LOGIN anna@example.org geheim\r\n');
    await vi.waitFor(() => expect(authenticate).toHaveBeenCalled());
    const { signal } = authenticate.mock.calls[0]?.[1] ?? {};
    await deps.clock.advance(limits.loginTimeout - 1);
    expect(signal?.aborted).toBe(false);
    await deps.clock.advance(1);
    await late.promise;
  });

  it('of who has left is not told as refused, but as left', async () => {
    const { deps, visits, arrive } = await opened({ isSilent: true });
    const { program, reset, over } = await arrive();
    program.write('a LOGIN anna@example.org geheim\r\n');
    await vi.waitFor(() => expect(visits).toHaveLength(1));
    reset();
    await over;
    expect(deps.activity.entries()).toMatchObject([
      { kind: 'connection', level: 'info', peer, details: { reason: 'client-left' } },
    ]);
    expect([deps.registry.size, deps.clock.timers]).toEqual([0, 0]);
  });

  it('by a protocol for which there is no server is refused', async () => {
    const { deps, arrive } = await opened({ pop: true });
    const { program } = await arrive();
    program.write('USER anna@example.org\r\nPASS geheim\r\n');
    expect(await readUntil(program, '-ERR')).toContain('-ERR');
    expect(deps.activity.entries()[0]).toMatchObject({
      kind: 'login-refused',
      details: { refusal: 'refused' },
    });
  });
});
