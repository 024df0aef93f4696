import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { PasswordMode } from '#contract/account.ts';
import type { Protocol } from '#contract/endpoints.ts';
import { emptySettings } from '#contract/settings.ts';
import type { AccountView } from '#contract/views.ts';
import { Activity, type ActivityNote } from '#core/logging/activity.ts';
import { silentLogger } from '#core/logging/logger.ts';
import { RunningChecks } from '#core/commands/running-checks.ts';
import { SnapshotPublisher } from '#core/commands/snapshot-publisher.ts';
import { verbatim } from '#messages/message.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { textOf } from '../../support/english.ts';
import { accountIdOf, client } from '../../electron/samples.ts';

const accountId = accountIdOf(1);
const password = {
  id: '1',
  name: 'phone',
  createdAt: '2026-01-01T00:00:00Z',
  lastUsedAt: '2026-01-04T00:00:00Z',
};

interface Bench {
  readonly clock: FakeClock;
  readonly publisher: SnapshotPublisher;
  readonly activity: Activity;
  readonly checks: RunningChecks;
  passwordMode: PasswordMode;
  passwords: () => Promise<(typeof password)[]>;
  /** None was ever set. */
  isUnset: boolean;
  note(kind: ActivityNote['kind'], details?: ActivityNote['details'], protocol?: Protocol): void;
  view(): Promise<AccountView | undefined>;
}

function bench(): Bench {
  const clock = new FakeClock();
  const activity = new Activity({ clock, logger: silentLogger });
  const { usedBy: _, builtIn: __, ...oauthClient } = client();
  const checks = new RunningChecks({ clock, changed: () => undefined });
  const made: Bench = {
    clock,
    checks,
    activity,
    passwordMode: 'own',
    passwords: () => Promise.resolve([password]),
    isUnset: false,
    publisher: new SnapshotPublisher({
      clock,
      activity,
      sources: () => ({
        settings: () => ({
          ...emptySettings,
          clients: [oauthClient],
          accounts: [
            {
              id: accountId,
              address: 'anna@example.org',
              clientId: oauthClient.id,
              passwordMode: made.passwordMode,
              paused: false,
            },
          ],
        }),
        passwords: { list: () => made.passwords(), isUnset: () => Promise.resolve(made.isUnset) },
        tokens: { status: () => ({ state: 'ready', history: [] }) },
        signIns: { of: () => undefined, doubtOf: () => undefined },
        checks,
        consents: { of: () => undefined, doubtOf: () => undefined },
        registry: { of: () => ({ imap: 0, pop: 0, smtp: 0 }) },
        builtIn: { standingOf: () => undefined, problem: undefined },
        policy: { view: undefined },
        listeners: {
          states: [],
          certificateNames: undefined,
          replacedAuthority: undefined,
          ownCertificate: undefined,
        },
      }),
      chosenAtStart: {},
      network: { shownProxy: undefined, missingAuthorities: [] },
      sentLately: () => 0,
      problem: () => undefined,
    }),
    note: (kind, details, protocol) =>
      activity.note({
        kind,
        level: kind === 'login-refused' ? 'warning' : 'info',
        text: verbatim(`${kind} was noted.`),
        accountId,
        protocol,
        details,
      }),
    async view() {
      await made.publisher.publish();
      return made.publisher.current.accounts[0];
    },
  };
  onTestFinished(() => made.publisher.stop());
  return made;
}

test('a snapshot of many accounts, which takes long, is not made for each of many changes', async () => {
  const seen = bench();
  const { clock, publisher } = seen;
  let passed = 0;
  const stopwatch = vi.spyOn(performance, 'now').mockImplementation(() => passed);
  onTestFinished(() => stopwatch.mockRestore());
  seen.passwords = () => {
    passed += 100;
    return Promise.resolve([password]);
  };
  const change = async (wait: number): Promise<number> => {
    publisher.changed();
    await clock.advance(wait);
    return publisher.current.revision;
  };
  expect(await change(50)).toBe(1);
  // one that took long says little
  expect(await change(250)).toBe(2);
  for (let made = 0; made < 20; made += 1) await publisher.publish();
  expect(await change(900)).toBe(22);
  expect(await change(100)).toBe(23);
});

test('commands that end while a snapshot is being made share the next one, which shows what they did', async () => {
  const seen = bench();
  const { publisher } = seen;
  const began = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  seen.passwords = async () => {
    began.resolve();
    await gate.promise;
    return [];
  };
  const first = publisher.publish();
  await began.promise;
  seen.passwords = () => Promise.resolve([password]);
  const commands = Array.from({ length: 100 }, () => publisher.publish());
  gate.resolve();
  await first;
  expect(publisher.current).toMatchObject({ revision: 1, accounts: [{ passwords: [] }] });
  await Promise.all(commands);
  expect(publisher.current).toMatchObject({ revision: 2, accounts: [{ passwords: [password] }] });
});

test('a clock that is set while a snapshot is made delays none of the later ones', async () => {
  const seen = bench();
  const { clock, publisher } = seen;
  seen.passwords = () => {
    clock.jump(3_600_000);
    return Promise.resolve([password]);
  };
  for (const revision of [1, 2, 3]) {
    publisher.changed();
    await clock.advance(50);
    expect(publisher.current.revision).toBe(revision);
  }
});

test('who throws at a snapshot keeps nobody from it, nor from the next ones', async () => {
  const seen = bench();
  const { publisher } = seen;
  const shown: number[] = [];
  const notes: string[] = [];
  onTestFinished(seen.activity.onEntry(({ text }) => notes.push(textOf(text))));
  onTestFinished(
    publisher.onSnapshot(() => {
      throw new Error('the tray is gone');
    }),
  );
  onTestFinished(publisher.onSnapshot(({ revision }) => shown.push(revision)));
  await publisher.publish();
  await publisher.publish();
  expect(shown).toEqual([1, 2]);
  expect(notes).toEqual(['Something unexpected happened, and Mailwicket goes on: the tray is gone']);
});

test('an account that adopts its first password says so until it has had one', async () => {
  const seen = bench();
  seen.passwordMode = 'adopt-first';
  seen.passwords = () => Promise.resolve([]);
  seen.isUnset = true;
  expect(await seen.view()).toMatchObject({ passwordMode: 'adopt-first', state: 'ready' });
  seen.isUnset = false;
  // the only one was revoked: no other is adopted, and nobody can log in
  expect(await seen.view()).toMatchObject({ passwordMode: 'own', state: 'needs-password' });
  seen.passwords = () => Promise.resolve([password]);
  expect(await seen.view()).toMatchObject({ passwordMode: 'own', state: 'ready' });
  seen.passwords = () => Promise.reject(new Error('the disk says no'));
  expect(await seen.view()).toMatchObject({ passwordMode: 'adopt-first', state: 'ready' });
});

describe("an account is 'ready'", () => {
  test('only with a local password, where it needs one', async () => {
    const seen = bench();
    expect((await seen.view())?.state).toBe('ready');
    seen.passwords = () => Promise.resolve([]);
    expect((await seen.view())?.state).toBe('needs-password');
    // what cannot be read now is not missing
    seen.passwords = () => Promise.reject(new Error('the disk says no'));
    expect((await seen.view())?.state).toBe('ready');
  });

  test('only while its last login was not refused', async () => {
    const seen = bench();
    seen.note('login-refused', { refusal: 'refused', fix: verbatim('Ask the administrator.') });
    expect(await seen.view()).toMatchObject({
      state: 'refused',
      problem: { message: 'login-refused was noted.', fix: 'Ask the administrator.' },
    });
    seen.note('login-accepted');
    expect((await seen.view())?.state).toBe('ready');
    expect((await seen.view())?.problem).toBeUndefined();
    seen.note('login-refused', { refusal: 'temporary' });
    expect((await seen.view())?.state).toBe('ready');
  });

  test('not because of a login that is refused behind its acceptance, each time anew', async () => {
    const seen = bench();
    const late = { refusal: 'refused', late: true };
    for (let times = 0; times < 3; times += 1) {
      seen.note('login-accepted');
      seen.note('login-refused', late);
      await seen.clock.advance(60_000);
      expect((await seen.view())?.state).toBe('refused');
      seen.note('login-accepted');
      // it may be refused late again
      expect((await seen.view())?.state).toBe('refused');
      seen.note('login-refused', late);
    }
    expect((await seen.view())?.lastActivityAt).toBeUndefined();
    seen.note('login-accepted');
    const at = seen.clock.now();
    await seen.clock.advance(20_000);
    expect(await seen.view()).toMatchObject({ state: 'ready', lastActivityAt: at });
  });

  test('not when an earlier run knew better, until somebody changes something or a login is let in', async () => {
    const refusal = {
      code: 'refused',
      message: verbatim('The secret has ended.'),
      fix: verbatim('Make a new one.'),
    };
    for (const mend of ['sign-in', 'settings', 'check', 'login-accepted'] as const) {
      const seen = bench();
      seen.publisher.recall(new Map([[accountId, { lastActivityAt: 5, refusal }]]));
      expect(await seen.view()).toMatchObject({ state: 'refused', problem: refusal, lastActivityAt: 5 });
      seen.note(mend);
      expect((await seen.view())?.state).toBe('ready');
    }
  });
});

test("the 'last login' is one that was accepted, not one whose password was right and which was refused", async () => {
  const seen = bench();
  expect((await seen.view())?.lastActivityAt).toBeUndefined();
  seen.note('login-refused', { refusal: 'refused' });
  expect((await seen.view())?.lastActivityAt).toBeUndefined();
  seen.note('login-accepted');
  const at = seen.clock.now();
  await seen.clock.advance(1_000);
  seen.note('login-refused', { refusal: 'refused' });
  expect((await seen.view())?.lastActivityAt).toBe(at);
});

test('what a check found of a protocol does not hold any more once a mail program is let in over it', async () => {
  const seen = bench();
  const step = { name: 'reach', milliseconds: 1, message: verbatim('It was tried.') } as const;
  const found = async (mailbox?: string): Promise<void> => {
    const steps = (['imap', 'smtp'] as const).map((protocol) => ({ ...step, protocol, ok: false }));
    await seen.checks.run(accountId, mailbox, () => Promise.resolve([{ ...step, ok: false }, ...steps]));
  };
  const left = async (): Promise<unknown> =>
    (await seen.view())?.check?.steps.map(({ protocol }) => protocol ?? 'all');
  await found();
  expect(await left()).toEqual(['all', 'imap', 'smtp']);
  seen.note('login-refused', {}, 'imap');
  expect(await left()).toEqual(['all', 'imap', 'smtp']);
  seen.note('login-accepted', {}, 'imap');
  expect(await left()).toEqual(['smtp']);
  seen.note('login-accepted', {}, 'smtp');
  expect(await left()).toBeUndefined();
  // of a whole domain it may have been another mailbox
  await found('anna@example.org');
  seen.note('login-accepted', {}, 'imap');
  expect(await left()).toEqual(['all', 'imap', 'smtp']);
});
