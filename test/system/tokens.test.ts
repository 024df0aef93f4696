import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { protocols } from '#contract/endpoints.ts';
import { ForwardClock } from '../support/forward-clock.ts';
import { matching } from '../support/matchers.ts';
import { playBrowser } from '../support/gateway-in-sandbox.ts';
import type { RawClient } from '../support/raw-client.ts';
import type { ProviderFault } from '../support/sandbox/fault-plan.ts';
import { accepted, localPassword, refusals, SystemBench } from '../support/system-bench.ts';

const anna = 'anna@example.org';
const minute = 60_000;
let bench: SystemBench;
let clock: ForwardClock;
/** What happens where a page for a sign-in is opened; the pages that were. */
let visit: (url: string) => Promise<void>;
let opened: string[];

beforeEach(async () => {
  clock = new ForwardClock();
  opened = [];
  visit = (url) => playBrowser(bench.sandbox, url);
  bench = await SystemBench.start({
    clock,
    openPage: async (_bench, url) => {
      opened.push(url);
      await visit(url);
    },
  });
  await bench.running.addDesktopClient();
});
afterEach(() => bench.stop());

/** Time passes for everybody. */
function pass(milliseconds: number): void {
  bench.sandbox.provider.advance(milliseconds);
  clock.forward(milliseconds);
}

function tokenRequests(grantType = 'refresh_token'): number {
  return bench.sandbox.provider.tokenRequestCount(grantType);
}

describe('one refresh in flight per account', () => {
  it('fifty clients whose token is refused make one token request', async () => {
    await bench.running.addSignedInAccount(anna, localPassword);
    bench.sandbox.provider.expireTokensNow();
    const answers = await Promise.all(Array.from({ length: 50 }, () => bench.answer('imap', anna)));
    expect(answers.filter((answer) => accepted.imap.test(answer))).toHaveLength(50);
    expect(tokenRequests()).toBe(1);
  });

  it('the same for one sign-in window: a second sign-in of an account is told of the first', async () => {
    const visited = Promise.withResolvers<void>();
    visit = async (url) => {
      await visited.promise;
      await playBrowser(bench.sandbox, url);
    };
    await bench.running.run('account-add', { address: anna, client: 'Sandbox', password: localPassword });
    const first = bench.running.run('account-authorize', { account: anna });
    await bench.snapshot((snapshot) => snapshot.accounts[0]?.signIn?.url !== undefined);
    const second = await bench.running.gateway.run('account-authorize', { account: anna });
    expect(second).toMatchObject({ ok: false, message: matching(/under way already/) });
    visited.resolve();
    await expect(first).resolves.toMatchObject({ identity: anna });
    expect(opened).toHaveLength(1);
  });

  it('logins of an account that nobody has signed in open no window', async () => {
    await bench.running.run('account-add', { address: anna, client: 'Sandbox', password: localPassword });
    const answers = await Promise.all(Array.from({ length: 20 }, () => bench.answer('imap', anna)));
    expect(answers.every((answer) => refusals.temporary.imap.test(answer))).toBe(true);
    expect(opened).toEqual([]);
    expect(bench.sandbox.provider.requests.entries).toEqual([]);
  });
});

const entra = (error: string, code: number, suberror?: string): ProviderFault => ({
  kind: 'respond',
  status: error === 'invalid_client' ? 401 : 400,
  body: {
    error,
    error_description: `AADSTS${String(code)}: Words of the provider.`,
    error_codes: [code],
    suberror,
  },
});

describe('only invalid_grant and interaction_required mean ‘sign in again’', () => {
  it.each([
    ['invalid_grant', entra('invalid_grant', 50173)],
    ['an expired refresh token', entra('invalid_grant', 700082)],
    ['interaction_required', entra('interaction_required', 50076, 'basic_action')],
  ] as const)('%s: the account needs a sign-in, and the client keeps its password', async (_name, fault) => {
    await bench.running.addSignedInAccount(anna, localPassword);
    pass(70 * minute);
    bench.sandbox.provider.faults.next('token', fault, Infinity);
    const client = await bench.greeted('imap');
    const answer = await client.ask(`a1 LOGIN ${anna} ${localPassword}`, /^a1 .*\r\n/m);
    expect(answer).toMatch(/^\* OK \[ALERT\] .*anna@example\.org/);
    expect(answer).toMatch(/^a1 NO \[UNAVAILABLE\]/m);
    expect(await bench.answer('pop', anna)).toMatch(refusals.temporary.pop);
    expect(await bench.answer('smtp', anna)).toMatch(refusals.temporary.smtp);
    expect(await bench.account(anna)).toMatchObject({ state: 'needs-sign-in' });
    expect(tokenRequests()).toBe(1);
    bench.sandbox.provider.faults.clear();
    await bench.running.run('account-authorize', { account: anna });
    expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
  });
});

describe('a rotated refresh token is on disk before it is used', () => {
  it('what kill -9 would leave at the moment of a login signs in again', async () => {
    const { provider, imap } = bench.sandbox;
    provider.settings.strictRefreshTokens = true;
    await bench.running.addSignedInAccount(anna, localPassword);
    for (let round = 1; round <= 3; round += 1) {
      pass(70 * minute);
      imap.logins.clear();
      const image = join(bench.folder, `image-${String(round)}`);
      const answer = bench.answer('imap', anna);
      // the new token is being used now: the disk as it is at this moment
      await imap.logins.waitFor(() => true);
      cpSync(join(bench.folder, 'data'), join(image, 'data'), { recursive: true });
      expect(await answer).toMatch(accepted.imap);
      expect(tokenRequests()).toBe(round);
      if (round < 3) continue;
      // for the process that was killed no time passes any more
      const later = new ForwardClock();
      later.forward((round + 1) * 70 * minute);
      provider.advance(70 * minute);
      const successor = await bench.open({ folder: image, clock: later });
      expect(await bench.answer('imap', anna, localPassword, successor)).toMatch(accepted.imap);
    }
  });
});

describe('the sign-in survives the mail client’s time-out', () => {
  it.each([
    ['says goodbye', (client: RawClient) => client.destroy()],
    ['breaks off', (client: RawClient) => client.socket.resetAndDestroy()],
  ])('the client %s: the token is kept and its next try succeeds', async (_how, leave) => {
    await bench.running.addSignedInAccount(anna, localPassword);
    pass(70 * minute);
    const answering = Promise.withResolvers<void>();
    bench.sandbox.provider.faults.next('token', { kind: 'hold', until: answering.promise });
    const impatient = await bench.greeted('imap');
    const before = bench.sandbox.provider.requests.count();
    impatient.send(`a1 LOGIN ${anna} ${localPassword}\r\n`);
    await bench.sandbox.provider.requests.waitFor(() => bench.sandbox.provider.requests.count() > before);
    leave(impatient);
    answering.resolve();
    expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
    expect(tokenRequests()).toBe(1);
    // and nobody opens a mailbox for the one that has left
    await bench.snapshot((snapshot) => snapshot.accounts[0]?.sessions.imap === 0);
  });

  it('while somebody signs in, clients are told to come again; afterwards they get in', async () => {
    const visited = Promise.withResolvers<void>();
    visit = async (url) => {
      await visited.promise;
      await playBrowser(bench.sandbox, url);
    };
    await bench.running.run('account-add', { address: anna, client: 'Sandbox', password: localPassword });
    const signedIn = bench.running.run('account-authorize', { account: anna });
    await bench.snapshot((snapshot) => snapshot.accounts[0]?.state === 'signing-in');
    for (const protocol of protocols) {
      expect(await bench.answer(protocol, anna)).toMatch(refusals.temporary[protocol]);
    }
    visited.resolve();
    await signedIn;
    for (const protocol of protocols) expect(await bench.answer(protocol, anna)).toMatch(accepted[protocol]);
  });
});
