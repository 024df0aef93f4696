import { describe, expect, test } from 'vitest';
import { settingsSchema } from '#contract/settings.ts';
import { msg } from '#messages/message.ts';
import { AccountDirectory, type FoundAccount } from '#core/accounts/account-directory.ts';
import type { FirstLogin } from '#core/accounts/first-logins.ts';
import { LocalPasswords } from '#core/accounts/local-passwords.ts';
import { LoginThrottle } from '#core/accounts/login-throttle.ts';
import { resolveClient } from '#core/accounts/resolve-client.ts';
import { SettingsChangeError } from '#core/accounts/settings-changes.ts';
import { OAuthError, type OAuthErrorCode } from '#core/errors/oauth-error.ts';
import { silentLogger } from '#core/logging/logger.ts';
import { TokenManager } from '#core/oauth/token-manager.ts';
import { Authenticator, type Authenticated } from '#core/relay/authenticator.ts';
import type { NotAuthenticated, WrongLogin } from '#core/relay/refused-login.ts';
import { VaultError } from '#core/storage/vault.ts';
import { textOf } from '../../support/english.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeGrant } from '../../support/fake-grant.ts';
import { containing } from '../../support/matchers.ts';
import { MemoryVault } from '../../support/memory-vault.ts';
import { clientId, officeSettings } from './office-settings.ts';

const anna = 'anna@example.org';
const accountId = '11111111-1111-4111-8111-111111111111';
const never = new AbortController().signal;
const unavailable = new VaultError('vault-unavailable', msg('storage.entryNotLocked', { name: 'x' }));

interface Options {
  readonly account?: Record<string, unknown>;
  readonly client?: Record<string, unknown>;
  readonly admit?: () => Promise<FirstLogin>;
}

/** An authenticator for one account, whose provider is the test. */
function authenticator({ account = {}, client = {}, admit = async () => 'taken' }: Options = {}) {
  const clock = new FakeClock();
  const vault = new MemoryVault();
  const grant = new FakeGrant(false);
  let settings = officeSettings({
    client: {
      grant: 'password',
      tokenUrl: 'https://login.example/token',
      scope: 'mail',
      servers: { imap: { host: 'imap.example', port: 993, tls: 'implicit' } },
      ...client,
    },
    account: { id: accountId, address: anna, ...account },
  });
  let issued = 0;
  grant.respond = async () => {
    issued += 1;
    const obtainedAt = clock.now();
    return { token: { value: `token-${String(issued)}`, obtainedAt, expiresAt: obtainedAt + 3_600_000 } };
  };
  const passwords = new LocalPasswords({ vault, clock });
  const throttle = new LoginThrottle<WrongLogin>({ clock });
  const subject = new Authenticator({
    directory: () => new AccountDirectory(settings),
    passwords,
    throttle,
    tokens: new TokenManager({
      vault,
      clock,
      logger: silentLogger,
      random: () => 0,
      grantFor: () => grant,
      accountFor: (id) => {
        const found = settings.accounts.find((one) => one.id === id);
        const [kept] = settings.clients;
        if (found === undefined || kept === undefined) return undefined;
        return { account: found, client: resolveClient(kept), credential: { kind: 'none' } };
      },
    }),
    firstLogins: { admit },
    clock,
  });
  /** What comes of a login, however long it takes. */
  const answered = async <T>(answer: Promise<T>): Promise<T> => {
    const progress = { isOver: false };
    const over = (): void => void (progress.isOver = true);
    answer.then(over, over);
    while (!progress.isOver) await clock.advance(5);
    return answer;
  };
  const begin = (
    password: string,
    username = anna,
    signal = never,
  ): Promise<Authenticated | NotAuthenticated> =>
    subject.authenticate(
      { username, password, form: 'LOGIN' },
      { protocol: 'imap', peer: '192.0.2.7', signal },
    );
  const logIn = (...login: Parameters<typeof begin>): ReturnType<typeof begin> => answered(begin(...login));
  const change = (fields: Record<string, unknown>): void => {
    settings = settingsSchema.parse({
      ...settings,
      accounts: settings.accounts.map((one) => ({ ...one, ...fields })),
    });
  };
  const add = (fields: Record<string, unknown>): void => {
    settings = settingsSchema.parse({
      ...settings,
      accounts: [...settings.accounts, { clientId, passwordMode: 'own', ...fields }],
    });
  };
  const find = (): FoundAccount => {
    const found = new AccountDirectory(settings).find(anna);
    if (found === undefined) throw new Error('the account is not found');
    return found;
  };
  return { clock, vault, grant, passwords, subject, answered, begin, logIn, change, add, find };
}

/** The same with a local password. */
async function withPassword(options?: Options) {
  const bench = authenticator(options);
  await bench.passwords.add(accountId, { name: 'Phone', password: 'the right one' });
  return bench;
}

function providerSays(code: OAuthErrorCode): () => Promise<never> {
  const error = new OAuthError(code, msg('storage.storeAddress'), { fix: msg('activity.resumeAccount') });
  return () => Promise.reject(error);
}

/** The client's answer, and what the operator hears beyond it. */
function told(answer: Authenticated | NotAuthenticated) {
  if (answer.kind === 'authenticated') return { kind: answer.kind, text: '', cause: '', fix: '' };
  const { refusal, cause, fix } = answer;
  return { kind: refusal.kind, text: textOf(refusal.text), cause: textOf(cause), fix: textOf(fix) };
}

describe('a login with a local password', () => {
  test('gets the account’s token, also a newer one later', async () => {
    const { clock, grant, logIn } = await withPassword();
    const answer = await logIn('the right one');
    if (answer.kind !== 'authenticated') throw new Error(answer.kind);
    expect(answer.token.value).toBe('token-1');
    expect(answer.found).toMatchObject({ account: { id: accountId }, subject: anna });
    expect((await answer.current()).value).toBe('token-1');
    answer.worked(answer.token);
    expect(grant.asked).toHaveLength(1);
    // the provider is not told the local password
    expect(grant.asked[0]?.request.password).toBeUndefined();
    await clock.advance(3_600_000);
    expect((await answer.current()).value).not.toBe('token-1');
  });

  test('gets another token where the mail server does not accept this one', async () => {
    const { logIn } = await withPassword();
    const answer = await logIn('the right one');
    if (answer.kind !== 'authenticated') throw new Error(answer.kind);
    expect((await answer.renewed(answer.token))?.value).toBe('token-2');
  });

  test('is told the same where the name, the password or all is wrong; the operator is told which', async () => {
    const none = authenticator();
    const one = await withPassword();
    const paused = await withPassword({ account: { paused: true } });
    const answers = await Promise.all([
      none.logIn('anything', 'nobody@example.org'),
      none.logIn('anything'),
      one.logIn('another one'),
      paused.logIn('another one'),
    ]);
    expect(new Set(answers.map((answer) => `${told(answer).kind} ${told(answer).text}`)).size).toBe(1);
    expect(told(answers[0]).kind).toBe('wrong-password');
    const causes = answers.map((answer) => told(answer).cause);
    expect(causes[0]).toContain('nobody@example.org');
    expect(causes[1]).toContain(anna);
    expect(new Set(causes).size).toBe(3);
    expect(causes[3]).toBe(causes[2]);
    expect(one.grant.asked).toEqual([]);
  });

  test('that is wrong is told so no sooner than after a time that hides how long the check took', async () => {
    const { clock, begin } = authenticator();
    let answer: unknown;
    void begin('x', 'nobody').then((given) => (answer = given));
    await clock.advance(9);
    expect(answer).toBeUndefined();
    await clock.advance(1);
    expect(answer).toMatchObject({ refusal: { kind: 'wrong-password' } });
    expect(clock.timers).toBe(0);
  });

  test('to an account that is paused keeps its password, and costs no token', async () => {
    const { grant, logIn } = await withPassword({ account: { paused: true } });
    expect(told(await logIn('the right one'))).toMatchObject({
      kind: 'temporary',
      text: containing('paused'),
    });
    expect(grant.asked).toEqual([]);
  });

  test.each<[OAuthErrorCode, string]>([
    ['needs-sign-in', 'needs-sign-in'],
    ['refused', 'refused'],
    ['unreachable', 'temporary'],
  ])('for which there is no token (%s) is refused as such', async (code, kind) => {
    const { grant, logIn } = await withPassword();
    grant.respond = providerSays(code);
    expect(told(await logIn('the right one')).kind).toBe(kind);
  });

  test('that cannot be checked keeps its password; the operator alone is told why', async () => {
    const { vault, logIn } = await withPassword();
    vault.failing.get = unavailable;
    const [known, unknown] = [told(await logIn('another one')), told(await logIn('x', 'nobody@example.org'))];
    expect(known).toMatchObject({ kind: 'temporary', cause: containing(anna) });
    expect(unknown).toMatchObject({ kind: 'temporary', text: known.text });
    expect(unknown.cause).toBe(textOf(unavailable.text));
    expect(known.text).not.toContain(anna);
  });

  test('after too many different wrong ones is put off; the operator is told whence they came', async () => {
    const { logIn } = await withPassword();
    for (const wrong of ['a', 'b', 'c', 'd', 'e'])
      expect(told(await logIn(wrong)).kind, wrong).toBe('wrong-password');
    const sixth = told(await logIn('f'));
    expect(sixth).toMatchObject({ kind: 'temporary', cause: containing('192.0.2.7') });
    expect(sixth.cause).toContain(anna);
    // who knows the password comes in
    expect((await logIn('the right one')).kind).toBe('authenticated');
  });

  test('waits for the check of its password for twenty seconds', async () => {
    const { clock, passwords, begin } = await withPassword();
    passwords.verify = () => new Promise(() => {});
    let answer: ReturnType<typeof told> | undefined;
    void begin('x').then((given) => (answer = told(given)));
    await clock.advance(19_999);
    expect(answer).toBeUndefined();
    await clock.advance(1);
    expect(answer).toMatchObject({ kind: 'temporary', cause: '' });
    expect(clock.timers).toBe(0);
  });
});

describe('a first password that an account takes on', () => {
  test('is its password from then on', async () => {
    const { logIn } = authenticator({ account: { passwordMode: 'adopt-first' } });
    expect((await logIn('chosen by the program')).kind).toBe('authenticated');
    expect(told(await logIn('another one')).kind).toBe('wrong-password');
    expect((await logIn('chosen by the program')).kind).toBe('authenticated');
  });

  test('is taken on by none that is paused', async () => {
    const { logIn, change } = authenticator({ account: { passwordMode: 'adopt-first', paused: true } });
    expect(told(await logIn('of a stranger')).kind).toBe('wrong-password');
    change({ paused: false });
    expect((await logIn('of the owner')).kind).toBe('authenticated');
  });
});

describe('a password that the provider judges', () => {
  const passOn = { account: { passwordMode: 'pass-on' } };

  test('that is right is known from then on, at the next start too', async () => {
    const { grant, passwords, logIn } = authenticator(passOn);
    expect((await logIn('the right one')).kind).toBe('authenticated');
    expect(grant.asked.map(({ request }) => request.password)).toEqual(['the right one']);
    expect((await logIn('the right one')).kind).toBe('authenticated');
    expect(grant.asked).toHaveLength(1);
    await passwords.close();
    expect(await passwords.verify(accountId, 'the right one')).toBe(true);
  });

  test('that is wrong is told so in the provider’s words, and not asked about again so soon', async () => {
    const { clock, grant, passwords, logIn } = authenticator(passOn);
    grant.respond = providerSays('wrong-password');
    expect(told(await logIn('wrong'))).toMatchObject({
      kind: 'wrong-password',
      cause: containing('The address of the database'),
    });
    expect(told(await logIn('wrong'))).toMatchObject({ kind: 'wrong-password', cause: containing(anna) });
    expect(grant.asked).toHaveLength(1);
    await clock.advance(5 * 60_000);
    await logIn('wrong');
    expect(grant.asked).toHaveLength(2);
    await passwords.close();
    expect(await passwords.has(accountId)).toBe(false);
  });

  test('is not asked about where there is none, or the account is paused', async () => {
    const { grant, logIn, change } = authenticator(passOn);
    expect(told(await logIn('')).kind).toBe('wrong-password');
    change({ paused: true });
    expect(told(await logIn('some'))).toMatchObject({ kind: 'wrong-password', cause: containing('paused') });
    expect(grant.asked).toEqual([]);
  });

  test('is not asked about after too many wrong ones, so that the provider does not lock the account', async () => {
    const { grant, logIn } = authenticator(passOn);
    grant.respond = providerSays('wrong-password');
    for (const wrong of ['a', 'b', 'c', 'd', 'e']) await logIn(wrong);
    expect(grant.asked).toHaveLength(5);
    expect(told(await logIn('f'))).toMatchObject({ kind: 'temporary', cause: containing('192.0.2.7') });
    expect(grant.asked).toHaveLength(5);
  });

  test('that cannot be judged now is kept', async () => {
    const { grant, logIn } = authenticator(passOn);
    grant.respond = providerSays('unreachable');
    expect(told(await logIn('the right one')).kind).toBe('temporary');
  });

  test('that was right, and that the provider takes no more, is wrong from then on', async () => {
    const { clock, grant, begin, logIn } = authenticator(passOn);
    expect((await logIn('old')).kind).toBe('authenticated');
    grant.respond = providerSays('wrong-password');
    await clock.advance(3_600_000);
    let answer: string | undefined;
    void begin('old').then((given) => (answer = told(given).kind));
    // no sooner than any other wrong one
    await clock.advance(9);
    expect(answer).toBeUndefined();
    await clock.advance(1);
    expect(answer).toBe('wrong-password');
    const asked = grant.asked.length;
    expect(told(await logIn('old'))).toMatchObject({ kind: 'wrong-password', cause: containing(anna) });
    expect(grant.asked).toHaveLength(asked);
  });

  test('of a whole domain is guessed at for each mailbox alone', async () => {
    const { grant, logIn } = authenticator({
      account: { passwordMode: 'pass-on', address: '*@example.org' },
    });
    grant.respond = providerSays('wrong-password');
    for (const wrong of ['a', 'b', 'c', 'd', 'e']) await logIn(wrong);
    expect(told(await logIn('f')).kind).toBe('temporary');
    expect(told(await logIn('f', 'bo@example.org')).kind).toBe('wrong-password');
  });

  test('of a whole domain is each mailbox’s own, and none is kept', async () => {
    const { grant, passwords, logIn } = authenticator({
      account: { passwordMode: 'pass-on', address: '*@example.org' },
    });
    expect((await logIn('of anna')).kind).toBe('authenticated');
    grant.respond = providerSays('wrong-password');
    expect(told(await logIn('of anna', 'bo@example.org')).kind).toBe('wrong-password');
    await passwords.close();
    expect(await passwords.has(accountId)).toBe(false);
  });
});

describe('a first login under a domain whose people sign in themselves', () => {
  const domain = {
    account: { address: '*@example.org' },
    client: {
      grant: 'authorization-code',
      authorizationUrl: 'https://login.example/authorize',
    },
  };

  test('becomes an account, as which it is then logged in', async () => {
    const own = '33333333-3333-4333-8333-333333333333';
    const bench = await withPassword({
      ...domain,
      admit: async () => {
        bench.add({ id: own, address: anna });
        return 'admitted';
      },
    });
    const { grant, logIn } = bench;
    grant.respond = providerSays('needs-sign-in');
    const answer = await logIn('the right one');
    expect(told(answer).kind).toBe('needs-sign-in');
    expect(answer.found?.account.id).toBe(own);
  });

  test.each<FirstLogin>(['taken', 'too-many'])('that does not (%s) keeps its password', async (outcome) => {
    const { grant, logIn } = await withPassword({ ...domain, admit: async () => outcome });
    expect(told(await logIn('the right one'))).toMatchObject({
      kind: 'temporary',
      text: containing('*@example.org'),
    });
    expect(grant.asked).toEqual([]);
  });

  test('that cannot be kept now keeps its password; a defect is not hidden', async () => {
    const locked = new SettingsChangeError('invalid', msg('storage.storeAddress'));
    const failures = [locked, new RangeError('a defect')];
    const { logIn } = await withPassword({
      ...domain,
      admit: () => Promise.reject(failures.shift() ?? new Error('admitted once too often')),
    });
    expect(told(await logIn('the right one')).kind).toBe('temporary');
    await expect(logIn('the right one')).rejects.toThrow('a defect');
  });

  test('with a wrong password is admitted by nobody, and told as such', async () => {
    const { logIn } = await withPassword({ ...domain, admit: () => Promise.reject(new Error('asked')) });
    expect(told(await logIn('another one'))).toMatchObject({
      kind: 'wrong-password',
      cause: containing('*@example.org'),
    });
  });

  test('of several connections at once: those behind the first are those of the new account', async () => {
    const own = '33333333-3333-4333-8333-333333333333';
    const bench = await withPassword(domain);
    const { passwords, logIn, add } = bench;
    const verify = passwords.verify.bind(passwords);
    // the domain's password was handed over while this login was checked
    passwords.verify = async (id, password, asker) => {
      if (id !== accountId) return verify(id, password, asker);
      add({ id: own, address: anna });
      await passwords.add(own, { name: 'Phone', password: 'handed over' });
      passwords.verify = verify;
      return false;
    };
    const answer = await logIn('handed over');
    expect(told(answer).kind).toBe('authenticated');
    expect(answer.found?.account.id).toBe(own);
  });
});

describe('a device that cannot log in', () => {
  test('sends with its account’s token, unless that is paused or there is none', async () => {
    const { grant, find, subject, answered, change } = authenticator();
    const answer = async (): Promise<string> =>
      told(await answered(subject.authenticateDevice(find(), never))).kind;
    expect(await answer()).toBe('authenticated');
    expect(grant.asked).toHaveLength(1);
    change({ paused: true });
    expect(await answer()).toBe('temporary');
    const other = authenticator();
    other.grant.respond = providerSays('needs-sign-in');
    const refused = await other.answered(other.subject.authenticateDevice(other.find(), never));
    expect(told(refused).kind).toBe('needs-sign-in');
  });
});
