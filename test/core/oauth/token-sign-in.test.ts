import { describe, expect, test } from 'vitest';
import { verbatim } from '#messages/message.ts';
import { VaultError } from '#core/storage/vault.ts';
import type { Issued } from '#core/oauth/grant.ts';
import { settle } from '../../support/fake-clock.ts';
import { MemoryVault } from '../../support/memory-vault.ts';
import { matching } from '../../support/matchers.ts';
import { english, textOf } from '../../support/english.ts';
import { accountId, anna, entryName, hour, minute, nobody, TokenBench, trouble } from './token-bench.ts';

/** An account that Anna signed in. */
async function signedIn(options: ConstructorParameters<typeof TokenBench>[0] = {}): Promise<TokenBench> {
  const bench = new TokenBench({ interactive: true, ...options });
  const running = bench.manager.signIn(accountId, nobody);
  const asked = await bench.grant.nth(0);
  await asked.request.save('anna-refresh');
  asked.answer(bench.issue(hour, { identity: anna }));
  await running;
  return bench;
}

describe('signing in', () => {
  test('an account that nobody signed in says so, without asking the provider', async () => {
    const bench = new TokenBench({ interactive: true });
    expect(bench.state).toBe('unknown');
    expect((await bench.manager.look(accountId)).state).toBe('needs-sign-in');
    await expect(bench.ask()).rejects.toMatchObject({ code: 'needs-sign-in' });
    expect(bench.asked).toBe(0);
  });

  test('a sign-in gives logins a token, and shows who it was', async () => {
    const bench = new TokenBench({ interactive: true });
    const running = bench.manager.signIn(accountId, nobody);
    const asked = await bench.grant.nth(0);
    expect(bench.state).toBe('signing-in');
    await asked.request.save('refresh');
    expect(bench.vault.written).toEqual([]);
    asked.answer(bench.issue(hour, { identity: anna }));
    await running;
    expect(bench.manager.status(accountId)).toMatchObject({
      state: 'ready',
      identity: anna,
      signedInAt: bench.clock.now(),
      history: [{ kind: 'signed-in', detail: anna }],
    });
    expect((await bench.ask()).value).toBe('token-1');
    expect(bench.asked).toBe(1);
    expect(bench.vault.disk.entries.get(entryName)).toContain('"refresh"');
  });

  test('a second sign-in of the account is told that one is under way', async () => {
    const bench = new TokenBench({ interactive: true });
    const first = bench.manager.signIn(accountId, nobody);
    await expect(bench.manager.signIn(accountId, nobody)).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(bench.state).toBe('signing-in');
    (await bench.grant.nth(0)).answer(bench.issue());
    await first;
    expect(bench.asked).toBe(1);
    expect(bench.state).toBe('ready');
  });

  test('somebody else who signs in changes nothing, and both are named', async () => {
    const bench = await signedIn();
    const kept = bench.vault.disk.entries.get(entryName);
    const running = bench.manager.signIn(accountId, nobody);
    const asked = await bench.grant.nth(1);
    await asked.request.save('eve-refresh');
    asked.answer(bench.issue(hour, { identity: 'eve@example.org' }));
    const error: unknown = await running.catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'refused' });
    expect(String(error)).toContain('eve@example.org');
    expect(String(error)).toContain(anna);
    expect(bench.vault.disk.entries.get(entryName)).toBe(kept);
    expect((await bench.ask()).value).toBe('token-1');
    // what was there before still works, and the page says that this sign-in did not
    expect(english(bench.manager.status(accountId))).toMatchObject({
      state: 'ready',
      identity: anna,
      problem: { code: 'refused', message: matching(/^eve@example\.org signed in, but anna@example\.org/) },
    });
  });

  test('somebody else is refused, and nothing is kept, before the browser is answered', async () => {
    const bench = await signedIn();
    const answered: string[] = [];
    bench.grant.respondToSignIn = async (request, interaction) => {
      const issued = bench.issue(hour, { identity: 'eve@example.org' });
      await request.save('eve-refresh');
      await interaction.settle?.(issued).then(
        () => answered.push('signed in'),
        (error: unknown) => {
          answered.push('refused');
          throw error;
        },
      );
      return issued;
    };
    await expect(bench.manager.signIn(accountId, nobody)).rejects.toMatchObject({
      code: 'refused',
    });
    expect(answered).toEqual(['refused']);
    expect(bench.vault.disk.entries.get(entryName)).not.toContain('eve');
  });

  test('a sign-in that the disk does not take is no success for the browser', async () => {
    const bench = new TokenBench({ interactive: true });
    bench.vault.failing.set = new VaultError('vault-unavailable', verbatim('no room'));
    let told: unknown;
    bench.grant.respondToSignIn = async (_request, interaction) => {
      const issued = bench.issue(hour, { identity: anna });
      told = await interaction.settle?.(issued).catch((error: unknown) => error);
      return issued;
    };
    const failed: unknown = await bench.manager.signIn(accountId, nobody).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 'unreachable' });
    expect(told).toBe(failed);
  });

  test('a first sign-in under another name, or under none, is shown to the person', async () => {
    for (const [identity, doubt] of [
      ['anna.k@corp.example', /^anna\.k@corp\.example signed in for anna@example\.org\./],
      [undefined, /^The provider does not tell who signed in\./],
    ] as const) {
      const bench = new TokenBench({ interactive: true });
      const running = bench.manager.signIn(accountId, nobody);
      (await bench.grant.nth(0)).answer(bench.issue(hour, { identity }));
      expect(textOf((await running).doubt)).toMatch(doubt);
      expect(bench.state).toBe('ready');
    }
    const bench = await signedIn();
    const again = bench.manager.signIn(accountId, nobody);
    const asked = await bench.grant.nth(1);
    await asked.request.save('refresh-1');
    asked.answer(bench.issue(hour, { identity: anna }));
    expect((await again).doubt).toBeUndefined();
  });

  test('a provider that names nobody is told of once, unless it named somebody before', async () => {
    for (const [first, doubt] of [
      [undefined, /^$/],
      [anna, /^The provider does not tell who signed in\./],
    ] as const) {
      const bench = new TokenBench({ interactive: true });
      let last: Issued | undefined;
      for (const [index, identity] of [first, undefined].entries()) {
        const running = bench.manager.signIn(accountId, nobody);
        const asked = await bench.grant.nth(index);
        await asked.request.save('refresh-1');
        asked.answer(bench.issue(hour, { identity }));
        last = await running;
      }
      expect(last?.doubt === undefined ? '' : textOf(last.doubt)).toMatch(doubt);
    }
  });

  test('a sign-in that cannot be renewed says so at once', async () => {
    for (const [state, doubt] of [
      [undefined, /^The provider gave no refresh token, .* offline_access /],
      ['refresh-1', /^$/],
    ] as const) {
      const bench = new TokenBench({ interactive: true });
      const running = bench.manager.signIn(accountId, nobody);
      const asked = await bench.grant.nth(0);
      if (state !== undefined) await asked.request.save(state);
      asked.answer(bench.issue(hour, { identity: anna }));
      const issued = await running;
      expect(issued.doubt === undefined ? '' : textOf(issued.doubt)).toMatch(doubt);
    }
  });

  test('what was not ticked on the provider’s page is told; other names of what was granted are not', async () => {
    const scope =
      'openid https://outlook.office.com/IMAP.AccessAsUser.All https://mail.example/ offline_access';
    for (const [granted, missing] of [
      [undefined, false],
      ['https://outlook.office365.com/imap.accessasuser.all https://mail.example/', false],
      ['openid https://outlook.office.com/IMAP.AccessAsUser.All', true],
    ] as const) {
      const bench = new TokenBench({ interactive: true, client: { scope } });
      const running = bench.manager.signIn(accountId, nobody);
      const asked = await bench.grant.nth(0);
      await asked.request.save('refresh-1');
      asked.answer(bench.issue(hour, { identity: anna, scope: granted }));
      const { doubt } = await running;
      expect(doubt === undefined ? '' : textOf(doubt)).toMatch(
        missing ? /: https:\/\/mail\.example\/ is missing/ : /^$/,
      );
    }
  });

  test('the same person in other letters, or the delegate of a shared mailbox, may sign in', async () => {
    for (const identity of ['ANNA@Example.org', 'delegate@example.org']) {
      const bench = await signedIn({ account: { smtpUser: 'delegate@example.org' } });
      const running = bench.manager.signIn(accountId, nobody);
      (await bench.grant.nth(1)).answer(bench.issue(hour, { identity }));
      await expect(running).resolves.toMatchObject({ identity });
      expect((await bench.ask()).value).toBe('token-2');
    }
  });

  test('a cancelled sign-in leaves what was there, even if the browser finishes later', async () => {
    const bench = await signedIn();
    const kept = bench.vault.disk.entries.get(entryName);
    const running = bench.manager.signIn(accountId, nobody);
    const asked = await bench.grant.nth(1);
    bench.manager.signIns.cancel(accountId);
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    await asked.request.save('late');
    asked.answer(bench.issue(hour, { identity: anna }));
    await settle();
    expect(bench.vault.disk.entries.get(entryName)).toBe(kept);
    expect(bench.state).toBe('ready');
  });

  test('a sign-in that failed is shown with its cause until one succeeds', async () => {
    const bench = new TokenBench({ interactive: true });
    const running = bench.manager.signIn(accountId, nobody);
    (await bench.grant.nth(0)).fail(trouble('refused'));
    await expect(running).rejects.toMatchObject({ code: 'refused' });
    expect(await bench.manager.look(accountId)).toMatchObject({
      state: 'needs-sign-in',
      problem: { message: 'it is refused' },
    });
    const again = bench.manager.signIn(accountId, nobody);
    (await bench.grant.nth(1)).answer(bench.issue());
    await again;
    expect(bench.manager.status(accountId).problem).toBeUndefined();
  });

  test('a sign-in that failed is in the history and the log, one that was cancelled is not', async () => {
    const bench = new TokenBench({ interactive: true });
    const failing = bench.manager.signIn(accountId, nobody);
    (await bench.grant.nth(0)).fail(trouble('refused'));
    await expect(failing).rejects.toMatchObject({ code: 'refused' });
    const cancelled = bench.manager.signIn(accountId, nobody);
    await bench.grant.nth(1);
    bench.manager.signIns.cancel(accountId);
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    expect(english(bench.manager.status(accountId).history)).toMatchObject([
      { kind: 'refused', detail: 'it is refused' },
    ]);
    expect(bench.logged.join()).toContain('it is refused');
  });

  test('a sign-in without a new refresh token keeps the old one', async () => {
    const bench = await signedIn();
    const running = bench.manager.signIn(accountId, nobody);
    (await bench.grant.nth(1)).answer(bench.issue(hour, { identity: anna }));
    await running;
    expect(bench.vault.disk.entries.get(entryName)).toContain('anna-refresh');
  });

  test('what is kept and cannot be read is told before a page is opened', async () => {
    const bench = new TokenBench({ interactive: true });
    bench.vault.disk.entries.set(entryName, 'no JSON');
    await expect(bench.manager.signIn(accountId, nobody)).rejects.toMatchObject({ code: 'refused' });
    expect(bench.asked).toBe(0);
  });

  test('asks the provider anew, for the scopes of sending as well where those are another audience’s', async () => {
    const ownScopes = { smtp: 'https://x/Smtp.Only', graph: 'https://graph/Mail.Send mail' };
    for (const [submission, alsoConsent] of [
      ['smtp', undefined],
      ['graph', 'https://graph/Mail.Send'],
    ] as const) {
      const client = { submissionUrl: 'https://graph.example/v1.0', ownScopes };
      const bench = new TokenBench({ interactive: true, client, account: { submission } });
      const running = bench.manager.signIn(accountId, nobody);
      const asked = await bench.grant.nth(0);
      expect(asked.request).toMatchObject({ fresh: true, scope: 'mail', state: undefined });
      expect(asked.request.alsoConsent).toBe(alsoConsent);
      asked.answer(bench.issue(hour, { identity: anna }));
      await running;
      expect(bench.asked).toBe(1);
    }
  });

  test('a renewal after a sign-in that failed ends what was told of it', async () => {
    const bench = await signedIn();
    const failing = bench.manager.signIn(accountId, nobody);
    (await bench.grant.nth(1)).fail(trouble('refused'));
    await expect(failing).rejects.toMatchObject({ code: 'refused' });
    expect(bench.manager.status(accountId).problem).toMatchObject({ code: 'refused' });
    bench.answering();
    await bench.clock.advance(55 * minute);
    await bench.ask();
    expect(bench.manager.status(accountId).problem).toBeUndefined();
  });

  test('a client that needs nobody to sign in says so', async () => {
    const bench = new TokenBench();
    await expect(bench.manager.signIn(accountId, nobody)).rejects.toMatchObject({
      code: 'refused',
    });
    expect(bench.asked).toBe(0);
  });

  test('a sign-in goes on while the mail program that wanted it has gone, and its next try succeeds', async () => {
    const bench = new TokenBench({ interactive: true });
    const running = bench.manager.signIn(accountId, nobody);
    await expect(bench.ask()).rejects.toMatchObject({ code: 'needs-sign-in' });
    await bench.clock.advance(5 * minute);
    (await bench.grant.nth(0)).answer(bench.issue());
    await running;
    expect((await bench.ask()).value).toBe('token-1');
  });

  test('a sign-in that nobody finishes ends after half an hour', async () => {
    const bench = new TokenBench({ interactive: true });
    const running = expect(bench.manager.signIn(accountId, nobody)).rejects.toMatchObject({
      code: 'cancelled',
    });
    await settle();
    await bench.clock.advance(30 * minute - 1);
    expect(bench.state).toBe('signing-in');
    await bench.clock.advance(1);
    await running;
    expect((await bench.manager.look(accountId)).state).toBe('needs-sign-in');
  });
});

describe('signing in again', () => {
  test('only needs-sign-in asks for it; the refresh token stays, and is not tried at every login', async () => {
    const bench = await signedIn();
    bench.clock.jump(2 * hour);
    bench.failing('unreachable');
    await expect(bench.ask()).rejects.toMatchObject({ code: 'unreachable' });
    expect(bench.state).toBe('unreachable');
    bench.clock.jump(minute);
    bench.failing('needs-sign-in');
    for (let login = 0; login < 20; login++) {
      await expect(bench.ask()).rejects.toMatchObject({ code: 'needs-sign-in' });
      bench.clock.jump(minute);
    }
    expect(bench.asked).toBe(3);
    expect(bench.state).toBe('needs-sign-in');
    expect(bench.vault.disk.entries.get(entryName)).toContain('anna-refresh');
    bench.clock.jump(hour);
    await expect(bench.ask()).rejects.toMatchObject({ code: 'needs-sign-in' });
    expect(bench.asked).toBe(4);
    bench.manager.resumed();
    bench.answering();
    await bench.ask();
    expect(bench.state).toBe('ready');
  });

  test('is still known after a restart, where one login may try', async () => {
    const before = await signedIn();
    before.clock.jump(2 * hour);
    before.failing('needs-sign-in');
    await expect(before.ask()).rejects.toMatchObject({ code: 'needs-sign-in' });
    const { vault, clock } = before;
    const after = new TokenBench({ interactive: true, vault, clock }).answering();
    expect(await after.manager.look(accountId)).toMatchObject({
      state: 'needs-sign-in',
      problem: { message: 'it is needs-sign-in', fix: 'do something' },
    });
    after.manager.start();
    await after.clock.advance(8 * 24 * hour);
    expect(after.asked).toBe(0);
    after.manager.stop();
    await after.ask();
    expect((await after.grant.nth(0)).request.state).toBe('anna-refresh');
    expect(after.state).toBe('ready');
    const third = new TokenBench({ interactive: true, vault, clock });
    expect((await third.manager.look(accountId)).state).toBe('ready');
  });

  test('is known after a restart also of a protocol’s own token', async () => {
    const options = { interactive: true, client: { ownScopes: { pop: 'pop' } } };
    const bench = await signedIn(options);
    bench.failing('needs-sign-in');
    await expect(bench.ask({ use: 'pop' })).rejects.toMatchObject({ code: 'needs-sign-in' });
    const { vault, clock } = bench;
    const after = new TokenBench({ ...options, vault, clock });
    expect((await after.manager.look(accountId)).state).toBe('needs-sign-in');
    expect((await after.ask()).value).toBe('token-1');
    expect(after.asked).toBe(0);
    after.answering();
    await after.ask({ use: 'pop' });
    expect(after.state).toBe('ready');
  });

  test('is not asked for after a restart because the provider could not be reached before it', async () => {
    const bench = await signedIn();
    bench.failing('unreachable');
    await bench.clock.advance(2 * hour);
    await expect(bench.ask()).rejects.toMatchObject({ code: 'unreachable' });
    const { vault, clock } = bench;
    const after = new TokenBench({ interactive: true, vault, clock });
    expect(await after.manager.look(accountId)).toMatchObject({ state: 'ready', problem: undefined });
  });

  test('a new sign-in ends it at once', async () => {
    const bench = await signedIn();
    bench.clock.jump(2 * hour);
    bench.failing('needs-sign-in');
    await expect(bench.ask()).rejects.toMatchObject({ code: 'needs-sign-in' });
    bench.grant.respond = undefined;
    const running = bench.manager.signIn(accountId, nobody);
    (await bench.grant.nth(2)).answer(bench.issue(hour, { identity: anna }));
    await running;
    expect(bench.state).toBe('ready');
    expect((await bench.ask()).value).toBe('token-2');
  });
});

test('a sign-in that another process has kept is found at the next login, with its person', async () => {
  const bench = new TokenBench({ interactive: true });
  const other = new TokenBench({
    interactive: true,
    clock: bench.clock,
    vault: new MemoryVault(bench.vault.disk),
  });
  expect((await other.manager.look(accountId)).state).toBe('needs-sign-in');
  const running = bench.manager.signIn(accountId, nobody);
  const asked = await bench.grant.nth(0);
  await asked.request.save('anna-refresh');
  asked.answer(bench.issue(hour, { identity: anna }));
  await running;
  expect((await other.ask()).value).toBe('token-1');
  expect(other.manager.status(accountId)).toMatchObject({ state: 'ready', identity: anna });
  expect(other.asked).toBe(0);
});

describe('signing out', () => {
  test('drops everything, and another person may sign in then', async () => {
    const bench = await signedIn();
    await bench.manager.signOut(accountId);
    expect(bench.vault.disk.entries.size).toBe(0);
    expect((await bench.manager.look(accountId)).state).toBe('needs-sign-in');
    expect(bench.manager.status(accountId).history.map(({ kind }) => kind)).toEqual([
      'signed-in',
      'signed-out',
    ]);
    const running = bench.manager.signIn(accountId, nobody);
    (await bench.grant.nth(1)).answer(bench.issue(hour, { identity: 'eve@example.org' }));
    await expect(running).resolves.toMatchObject({ identity: 'eve@example.org' });
  });

  test('during a renewal ends it, and what it brings later is not kept', async () => {
    const bench = await signedIn();
    bench.clock.jump(2 * hour);
    const login = expect(bench.ask()).rejects.toMatchObject({ code: 'cancelled' });
    const asked = await bench.grant.nth(1);
    const out = bench.manager.signOut(accountId);
    await login;
    await expect(asked.request.save('late')).rejects.toMatchObject({ code: 'cancelled' });
    asked.answer(bench.issue());
    await out;
    await settle();
    expect(bench.vault.disk.entries.size).toBe(0);
  });

  test('during a sign-in ends it', async () => {
    const bench = new TokenBench({ interactive: true });
    const running = expect(bench.manager.signIn(accountId, nobody)).rejects.toMatchObject({
      code: 'cancelled',
    });
    const asked = await bench.grant.nth(0);
    await bench.manager.signOut(accountId);
    await running;
    asked.answer(bench.issue());
    await settle();
    expect(bench.vault.disk.entries.size).toBe(0);
  });
});

describe('forgetting', () => {
  test('a renewal under way still reaches its caller and the vault, where the next one finds it', async () => {
    const bench = await signedIn();
    bench.clock.jump(2 * hour);
    const login = bench.ask();
    const asked = await bench.grant.nth(1);
    bench.manager.forget(accountId);
    const next = bench.ask();
    await asked.request.save('rotated');
    asked.answer(bench.issue());
    expect((await login).value).toBe('token-2');
    expect((await next).value).toBe('token-2');
    expect(bench.asked).toBe(2);
    expect(bench.vault.disk.entries.get(entryName)).toContain('rotated');
  });
});

describe('a sign-in by code of an account that sends through an API', () => {
  const mail = 'mail offline_access';
  const sending = 'https://graph.example/Mail.Send';

  /** It is signed in by its first code; asked[1] is the try to go without a second one. */
  async function firstCode() {
    const codes: (string | undefined)[] = [];
    const bench = new TokenBench({
      interactive: true,
      client: {
        grant: 'device-code',
        submissionUrl: 'https://graph.example/v1.0',
        scope: mail,
        ownScopes: { graph: sending },
      },
      account: { submission: 'graph' },
    });
    const running = bench.manager.signIn(accountId, {
      ...nobody,
      showCode: async ({ why }) => void codes.push(why === undefined ? undefined : textOf(why)),
    });
    const first = await bench.grant.nth(0);
    expect(first.request).toMatchObject({ scope: mail, alsoConsent: sending });
    await first.request.save('refresh');
    first.answer(bench.issue(hour, { identity: anna }));
    const silent = await bench.grant.nth(1);
    expect(silent.request).toMatchObject({ scope: sending, state: 'refresh' });
    expect(silent.interaction).toBeUndefined();
    return { bench, running, silent, codes };
  }

  test('needs no second code where somebody has consented before', async () => {
    const { bench, running, silent } = await firstCode();
    silent.answer(bench.issue());
    await running;
    expect(bench.state).toBe('ready');
    expect(bench.asked).toBe(2);
  });

  test('succeeds where sending is refused for another reason: that is told when something is sent', async () => {
    const { bench, running, silent } = await firstCode();
    silent.fail(trouble('refused'));
    await running;
    expect(bench.state).toBe('ready');
    expect(bench.asked).toBe(2);
  });

  test('shows a second code and what it is for; what was kept first is used', async () => {
    const { bench, running, silent, codes } = await firstCode();
    silent.fail(trouble('needs-sign-in'));
    const second = await bench.grant.nth(2);
    expect(second.request).toMatchObject({ scope: sending, alsoConsent: mail, state: undefined });
    const code = {
      userCode: 'ABCD',
      verificationUri: 'https://login.example',
      expiresAt: bench.clock.now() + hour,
    };
    await second.interaction?.showCode({ ...code, message: verbatim('type it') });
    expect(codes).toEqual([matching(/Microsoft Graph/u)]);
    second.answer(bench.issue(hour, { identity: anna.toUpperCase() }));
    await running;
    expect(bench.state).toBe('ready');
  });

  test('changes nothing where somebody else types the second code', async () => {
    const { bench, running, silent } = await firstCode();
    silent.fail(trouble('needs-sign-in'));
    const second = await bench.grant.nth(2);
    second.answer(bench.issue(hour, { identity: 'bo@example.org' }));
    await expect(running).rejects.toMatchObject({ message: matching(/bo@example\.org/u) });
    expect(bench.vault.disk.entries.get(entryName)).toBeUndefined();
  });
});
