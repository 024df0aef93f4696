import { textOf } from '../support/english.ts';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CommandInput } from '#contract/commands.ts';
import { ForwardClock } from '../support/forward-clock.ts';
import { accepted, localPassword, refusals, SystemBench } from '../support/system-bench.ts';

const clock = new ForwardClock();
const hour = 3_600_000;
const anna = 'anna@example.org';
const mia = 'mia@example.org';
const exchange = 'https://outlook.office.com';
const delegated = `${exchange}/IMAP.AccessAsUser.All ${exchange}/POP.AccessAsUser.All ${exchange}/SMTP.Send offline_access`;
let bench: SystemBench;
const logged: string[] = [];
/** What the person at the browser does with a page. */
let atBrowser: (url: string) => Promise<unknown>;

const log = (message: string, details?: unknown): void => {
  logged.push(`${message} ${JSON.stringify(details)}`);
};

beforeAll(async () => {
  bench = await SystemBench.start({
    clock,
    logger: { debug: log, info: log, warn: log, error: log },
    openPage: async (_bench, url) => void (await atBrowser(url)),
  });
});
afterEach(async () => {
  await bench.tidy();
  const { accounts, clients } = bench.running.gateway.snapshot;
  for (const { id } of accounts) await bench.running.run('account-remove', { account: id });
  for (const { id } of clients) await bench.running.run('client-remove', { client: id });
});
afterAll(() => bench.stop());

const signInAs =
  (address: string) =>
  (url: string): Promise<unknown> =>
    bench.sandbox.provider.approve(url, address);

type Fields = Partial<CommandInput<'client-add'>> & Pick<CommandInput<'client-add'>, 'grant'>;

function clientOf(fields: Fields): CommandInput<'client-add'> {
  const { servers, authorizationUrl, tokenUrl } = bench.running.endpoints();
  const { desktop, password, appOnly } = bench.sandbox.clients;
  const registration = fields.grant === 'password' ? password : desktop;
  const app = fields.grant === 'client-credentials';
  const url = (text: string | undefined): string =>
    app ? (text ?? '').replace('/organizations/', '/example.org/') : (text ?? '');
  return {
    name: 'Client',
    provider: 'microsoft365',
    clientId: (app ? appOnly : registration).clientId,
    credential: app ? { kind: 'secret', secret: 'app~demo~secret' } : { kind: 'none' },
    authorizationUrl: url(authorizationUrl),
    tokenUrl: url(tokenUrl),
    ...(app
      ? { tenant: 'example.org', scope: 'https://outlook.office365.com/.default' }
      : { scope: delegated }),
    servers,
    ...fields,
  };
}

describe('the password grant of an account whose policy wants one sign-in with a person first', () => {
  it('says so, and goes after that: authorize with another client, reset, switch back', async () => {
    const { password } = bench.sandbox.users.mia;
    await bench.running.run('client-add', clientOf({ name: 'Password', grant: 'password' }));
    await bench.running.run('client-add', clientOf({ name: 'Interactive', grant: 'authorization-code' }));
    await bench.running.run('account-add', { address: mia, client: 'Password' });

    const refused = await bench.running.gateway.run('account-authorize', { account: mia, password });
    expect(refused).toMatchObject({ ok: false, code: 'refused', answer: { codes: [50076] } });
    expect(textOf(refused.ok ? '' : refused.fix)).toMatch(
      /Sign in once.*Authorization code.*reset.*switch it back/s,
    );
    expect(await bench.answer('imap', mia, password)).toMatch(refusals.refused.imap);

    await bench.running.run('account-switch-client', { account: mia, client: 'Interactive' });
    atBrowser = signInAs(mia);
    await bench.running.run('account-authorize', { account: mia });
    await bench.running.run('password-new', { account: mia, name: 'mail', password: localPassword });
    expect(await bench.answer('imap', mia)).toMatch(accepted.imap);
    // the provider is content with the password alone from now on
    bench.sandbox.users.mia.mfa = false;

    await bench.running.run('account-sign-out', { account: mia });
    expect(await bench.answer('imap', mia)).toMatch(
      /^a1 NO \[UNAVAILABLE\].*\[ALERT\]|^a1 NO \[ALERT\]|^a1 NO \[UNAVAILABLE\]/,
    );
    await bench.running.run('account-switch-client', { account: mia, client: 'Password' });
    for (const protocol of ['imap', 'pop', 'smtp'] as const) {
      expect(await bench.answer(protocol, mia, password)).toMatch(accepted[protocol]);
      expect(await bench.answer(protocol, mia, 'wrong')).toMatch(refusals.wrongPassword[protocol]);
    }
    bench.sandbox.users.mia.mfa = true;
  });
});

describe('a sign-in as somebody else', () => {
  it('is refused in words, and the account goes on as it was', async () => {
    await bench.running.run('client-add', clientOf({ grant: 'authorization-code' }));
    atBrowser = signInAs(anna);
    await bench.running.addSignedInAccount(anna, localPassword, 'Client');
    atBrowser = signInAs('bo@example.org');
    const result = await bench.running.gateway.run('account-authorize', { account: anna });
    expect(result).toMatchObject({ ok: false, code: 'refused' });
    expect(textOf(result.ok ? '' : result.message)).toContain(
      'bo@example.org signed in, but anna@example.org is signed in as',
    );
    bench.sandbox.provider.expireTokensNow();
    clock.forward(3 * hour);
    expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
    expect((await bench.account(anna)).identity).toBe(anna);
  });
});

describe('a sign-in while the provider has trouble', () => {
  it('is to be begun again, which nothing does by itself', async () => {
    await bench.running.run('client-add', clientOf({ grant: 'authorization-code' }));
    await bench.running.run('account-add', { address: anna, client: 'Client' });
    atBrowser = signInAs(anna);
    bench.sandbox.provider.faults.next('token', { kind: 'respond', status: 503 }, 5);
    const result = await bench.running.gateway.run('account-authorize', { account: anna });
    expect(result).toMatchObject({ ok: false, code: 'unreachable', who: 'nobody' });
    for (const { fix } of [result.ok ? {} : result, (await bench.account(anna)).problem ?? {}])
      expect(textOf(fix)).toMatch(/^Try again in a moment\./);
  });
});

describe('grants that cannot serve an account', () => {
  it.each(['client-credentials', 'password'] as const)(
    '%s: a personal account is refused with the reason',
    async (grant) => {
      await bench.running.run('client-add', clientOf({ grant }));
      for (const address of ['pia@outlook.com', 'pia@hotmail.com']) {
        const result = await bench.running.gateway.run('account-add', { address, client: 'Client' });
        expect(result).toMatchObject({ ok: false, code: 'invalid' });
        expect(textOf(result.ok ? '' : result.message)).toMatch(/personal/i);
      }
      const personal = await bench.running.gateway.run('client-add', {
        ...clientOf({ grant, name: 'Personal' }),
        provider: 'outlook',
      });
      expect(personal.ok).toBe(false);
      expect(bench.running.gateway.snapshot.accounts).toEqual([]);
    },
  );

  it('a client that serves a whole domain lets nobody in without a local password of its own', async () => {
    await bench.running.run('client-add', clientOf({ grant: 'client-credentials' }));
    await bench.running.run('account-add', { address: '*@example.org', client: 'Client' });
    const guesses = ['', 'anything', bench.sandbox.users.anna.password];
    const answers = guesses.flatMap((password) =>
      (['imap', 'pop', 'smtp'] as const).map(async (protocol) =>
        expect(await bench.answer(protocol, anna, password)).not.toMatch(accepted[protocol]),
      ),
    );
    await Promise.all(answers);
    expect(bench.sandbox.provider.tokenRequestCount('client_credentials')).toBe(0);
    await bench.running.run('password-new', {
      account: '*@example.org',
      name: 'office',
      password: localPassword,
    });
    expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
    expect(await bench.answer('imap', 'office@example.org')).toMatch(accepted.imap);
    expect(await bench.answer('imap', anna, 'anything')).toMatch(refusals.wrongPassword.imap);
    // the administrator did not open this one
    expect(await bench.answer('imap', mia)).toMatch(refusals.refused.imap);
  });
});

describe('tokens', () => {
  it('a hundred simultaneous logins at expiry make one token request', async () => {
    await bench.running.run('client-add', clientOf({ grant: 'client-credentials' }));
    await bench.running.addSignedInAccount(anna, localPassword, 'Client');
    bench.sandbox.provider.expireTokensNow();
    const before = bench.sandbox.provider.tokenRequestCount();
    const release = Promise.withResolvers<void>();
    bench.sandbox.provider.faults.next('token', { kind: 'hold', until: release.promise });
    clock.forward(3 * hour);
    const clients = await Promise.all(Array.from({ length: 100 }, () => bench.greeted('imap')));
    const answers = clients.map((client) => client.ask(`a1 LOGIN ${anna} ${localPassword}`, /^a1 .*\r\n/m));
    await bench.sandbox.provider.waitForRequest(() => bench.sandbox.provider.tokenRequestCount() > before);
    release.resolve();
    for (const answer of await Promise.all(answers)) expect(answer).toMatch(/a1 OK/);
    expect(bench.sandbox.provider.tokenRequestCount()).toBe(before + 1);
  });

  it('are narrow where a provider’s must be: one for each protocol in use, and for no other', async () => {
    await bench.running.run('client-add', clientOf({ grant: 'authorization-code' }));
    atBrowser = signInAs(anna);
    await bench.running.addSignedInAccount(anna, localPassword, 'Client');
    const issued = (): string[][] =>
      [...bench.sandbox.provider.tokens.access.values()].map(({ scopes }) =>
        scopes.filter((scope) => scope.startsWith(exchange)).map((scope) => scope.slice(exchange.length + 1)),
      );
    const before = issued().length;
    for (const protocol of ['imap', 'pop', 'smtp', 'pop'] as const) {
      expect(await bench.answer(protocol, anna)).toMatch(accepted[protocol]);
    }
    expect(issued().slice(before)).toEqual([
      ['IMAP.AccessAsUser.All'],
      ['POP.AccessAsUser.All'],
      ['SMTP.Send'],
    ]);
  });
});

describe('the answer to a sign-in', () => {
  it('from others, in other forms and twice: refused, the sign-in goes on, and nothing of it is in the log', async () => {
    await bench.running.run('client-add', clientOf({ grant: 'authorization-code' }));
    await bench.running.run('account-add', { address: anna, client: 'Client', password: localPassword });
    const codes: string[] = [];
    const statuses: number[] = [];
    let redirect = '';
    const over = Promise.withResolvers<void>();
    atBrowser = async (page) => {
      const parameters = new URL(page).searchParams;
      redirect = parameters.get('redirect_uri') ?? '';
      const state = parameters.get('state') ?? '';
      codes.push(state);
      const visit = async (url: string, init: RequestInit = {}): Promise<void> => {
        const response = await fetch(url, { redirect: 'manual', ...init });
        statuses.push(response.status);
        await response.body?.cancel();
      };
      await visit(`${redirect}?code=stolen-code&state=wrong`);
      await visit(`${redirect}?code=stolen-code`);
      await visit(`${redirect}?code=stolen-code&state=${state}&state=${state}`);
      await visit(new URL('/favicon.ico', redirect).href);
      await visit(redirect, { method: 'PUT', body: 'x' });
      await visit(redirect, {
        method: 'POST',
        body: new URLSearchParams({ state, code: 'x'.repeat(10_000_000) }),
      });
      statuses.push(await statusUnderHost(redirect, 'attacker.example'));
      await bench.sandbox.provider.approve(page, anna);
      over.resolve();
    };
    const result = await bench.running.gateway.run('account-authorize', { account: anna });
    expect(result).toMatchObject({ ok: true });
    await over.promise;
    expect(statuses).toEqual([400, 400, 400, 404, 405, 413, 421]);
    // the port is free again
    await expect(fetch(redirect)).rejects.toThrow();
    const seen = [
      ...logged,
      ...bench.running.gateway.activity.entries().map(({ text }) => textOf(text)),
    ].join('\n');
    const values = [
      ...bench.sandbox.provider.tokens.codes.keys(),
      ...bench.sandbox.provider.tokens.refresh.keys(),
    ];
    expect(values.length).toBeGreaterThan(0);
    for (const secret of [...codes, ...values, 'stolen-code']) expect(seen).not.toContain(secret);
  });

  it('that nobody gives: a cancel frees the port', async () => {
    await bench.running.run('client-add', clientOf({ grant: 'authorization-code' }));
    await bench.running.run('account-add', { address: anna, client: 'Client', password: localPassword });
    const opened = Promise.withResolvers<string>();
    atBrowser = async (page) => opened.resolve(new URL(page).searchParams.get('redirect_uri') ?? '');
    const signingIn = bench.running.gateway.run('account-authorize', { account: anna });
    const redirect = await opened.promise;
    await bench.running.run('account-cancel-sign-in', { account: anna });
    expect(await signingIn).toMatchObject({ ok: false, code: 'cancelled' });
    await expect(fetch(redirect)).rejects.toThrow();
  });
});

/** The status of the answer to a request that comes under another host's name (DNS rebinding). */
function statusUnderHost(url: string, host: string): Promise<number> {
  const { port, pathname } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1');
    let text = '';
    socket.on('error', reject);
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('end', () => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0)));
    socket.write(`GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  });
}
