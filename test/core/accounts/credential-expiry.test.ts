import { describe, expect, test } from 'vitest';
import { oauthClientSchema, type OAuthClient } from '#contract/oauth-client.ts';
import { credentialDaysLeft } from '#contract/status.ts';
import { CredentialExpiryWatch } from '#core/accounts/credential-expiry.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { textOf } from '../../support/english.ts';

const day = 86_400_000;
const start = Date.UTC(2026, 0, 1);

function client(change: Partial<OAuthClient> = {}): OAuthClient {
  return oauthClientSchema.parse({
    id: '22222222-2222-4222-8222-222222222222',
    name: 'Office',
    provider: 'microsoft365',
    grant: 'client-credentials',
    clientId: 'app',
    credential: 'secret',
    credentialExpires: new Date(start + 100 * day).toISOString(),
    ...change,
  });
}

function watched(clients: OAuthClient[]): {
  clock: FakeClock;
  told: string[];
  changes: () => number;
  watch: CredentialExpiryWatch;
} {
  const clock = new FakeClock(start);
  const told: string[] = [];
  let changes = 0;
  const watch = new CredentialExpiryWatch({
    clock,
    clients: () => clients,
    tell: ({ daysLeft, text }) => told.push(`${String(daysLeft)} ${textOf(text)}`),
    changed: () => (changes += 1),
  });
  return { clock, told, changes: () => changes, watch };
}

describe('the end of a secret or a certificate', () => {
  test('is told 30, 7 and 1 days ahead, and when it has come, each once', async () => {
    const { clock, told, watch } = watched([client()]);
    watch.start();
    await clock.advance(69 * day);
    expect(told).toEqual([]);
    await clock.advance(40 * day);
    expect(told.map((text) => text.split(' ')[0])).toEqual(['30', '7', '1', '0']);
    expect(told[0]).toContain(
      'The client secret of the OAuth client Office expires on 2026-04-11, in 30 days.',
    );
    expect(told[2]).toContain('within a day');
    expect(told[3]).toContain('expired on 2026-04-11');
    watch.stop();
    expect(clock.timers).toBe(0);
  });

  test('a computer that slept through two of them tells the nearest only', async () => {
    const { clock, told, watch } = watched([client({ credential: 'certificate' })]);
    watch.start();
    clock.jump(95 * day);
    await clock.advance(3_600_000);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^5 The certificate .* in 5 days/);
    clock.jump(-3 * day);
    await clock.advance(3_600_000);
    expect(told).toHaveLength(1);
  });

  test('a new run tells again; a new secret begins anew', async () => {
    const clients = [client({ credentialExpires: new Date(start + 3 * day).toISOString() })];
    const first = watched(clients);
    first.watch.start();
    first.watch.look();
    expect(first.told).toHaveLength(1);
    const second = watched(clients);
    second.watch.start();
    expect(second.told).toEqual(first.told);
    clients[0] = client({ credentialExpires: new Date(start + 2 * day).toISOString() });
    first.watch.look();
    expect(first.told).toHaveLength(2);
  });

  test('the days that are left are looked at each hour, for whoever shows them', async () => {
    const { clock, changes, watch } = watched([client()]);
    watch.start();
    expect(changes()).toBe(1);
    await clock.advance(23 * 3_600_000);
    expect(changes()).toBe(1);
    await clock.advance(2 * 3_600_000);
    expect(changes()).toBe(2);
  });

  test.each([
    ['no credential', { credential: 'none' as const }, undefined],
    ['a key file, which has no end', { credential: 'service-account-key' as const }, undefined],
    ['nobody said when', { credentialExpires: undefined }, undefined],
    ['words', { credentialExpires: 'next spring' }, undefined],
    ['a day', { credentialExpires: '2026-01-31' }, 30],
    ['an hour ahead', { credentialExpires: '2026-01-01T01:00:00Z' }, 1],
    ['now', { credentialExpires: '2026-01-01' }, 0],
    ['yesterday', { credentialExpires: '2025-12-31T00:00:00Z' }, -1],
  ])('%s', (_title, change, days) => {
    const { credential, credentialExpires } = client();
    expect(credentialDaysLeft(definedCredential({ credential, credentialExpires, ...change }), start)).toBe(
      days,
    );
  });
});

function definedCredential({
  credential,
  credentialExpires,
}: {
  credential: OAuthClient['credential'];
  credentialExpires: string | undefined;
}): Pick<OAuthClient, 'credential' | 'credentialExpires'> {
  return { credential, credentialExpires };
}
