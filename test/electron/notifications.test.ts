import { msg, sentences, verbatim } from '#messages/message.ts';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  noticeText,
  decideNotifications,
  watchForNotifications,
  type Notice,
  type NotificationAction,
} from '../../electron/notifications/notification-rules.ts';
import { textsIn } from '../../electron/localizer.ts';
import { ShellState } from '../../electron/shell-state.ts';
import { Emitter } from '#contract/emitter.ts';
import type { Snapshot } from '#contract/views.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { account, client, snapshot } from './samples.ts';

/** Shows one snapshot after the other and collects what is told. */
function told(...snapshots: readonly Snapshot[]): Notice['kind'][] {
  let before: Snapshot | undefined;
  let known: ReadonlySet<string> = new Set();
  const kinds: Notice['kind'][] = [];
  for (const now of snapshots) {
    const decided = decideNotifications(before, now, known);
    kinds.push(...decided.notices.map(({ kind }) => kind));
    known = decided.told;
    before = now;
  }
  return kinds;
}

const well = snapshot([account(1, { signedInAt: 1 })]);
const needing = snapshot([account(1, { signedInAt: 1, state: 'needs-sign-in' })]);
const signingIn = snapshot([account(1, { signedInAt: 1, state: 'signing-in' })]);
const refused = snapshot([
  account(1, {
    signedInAt: 1,
    state: 'refused',
    problem: { code: 'refused', message: verbatim('IMAP is off.'), fix: verbatim('Turn it on.') },
  }),
]);

function days(left: number): Snapshot {
  return snapshot([account(1)], {
    clients: [client({ credentialExpires: '2027-03-01', credentialExpiresInDays: left })],
  });
}

describe('notices', () => {
  it('tell once that an account needs to be signed in to, however often it is looked at', () => {
    expect(told(well, needing, needing, needing)).toEqual(['needs-sign-in']);
  });

  it('do not tell again after a sign-in that came to nothing', () => {
    expect(told(well, needing, signingIn, needing)).toEqual(['needs-sign-in']);
  });

  it('tell again after it has been well', () => {
    expect(told(well, needing, signingIn, well, needing)).toEqual(['needs-sign-in', 'needs-sign-in']);
  });

  it('tell what is wrong at the start', () => {
    expect(told(needing)).toEqual(['needs-sign-in']);
  });

  it('do not bother the person who is just setting an account up', () => {
    expect(told(snapshot([]), snapshot([account(1, { state: 'needs-sign-in' })]))).toEqual([]);
  });

  it('ask the person of an account that its mail program has made by a first login, once', () => {
    const firstLogin = { at: '2026-01-01T00:00:00.000Z', peer: '192.0.2.7' };
    const made = snapshot([account(1, { state: 'needs-sign-in', firstLogin })]);
    const { notices } = decideNotifications(snapshot([]), made, new Set());
    expect(notices).toEqual([
      {
        kind: 'first-login',
        about: account(1).id,
        page: `/account/${account(1).id}`,
        values: { address: account(1).address, peer: '192.0.2.7' },
      },
    ]);
    expect(told(snapshot([]), made, made)).toEqual(['first-login']);
  });

  it('celebrate the first sign-in and no later one', () => {
    const first = snapshot([account(1, { state: 'signing-in' })]);
    expect(told(first, well)).toEqual(['first-success']);
    expect(told(signingIn, well)).toEqual([]);
  });

  it('do not take the first look at an account that was signed in long ago for a success', () => {
    expect(told(snapshot([account(1)]), well)).toEqual([]);
  });

  it('tell each cause of one account by itself', () => {
    expect(told(well, needing, refused, needing)).toEqual(['needs-sign-in', 'refused']);
  });

  it('tell that a credential ends: a month, a week, a day before, and then that it has ended', () => {
    expect(told(days(40), days(31))).toEqual([]);
    expect(told(days(30), days(29), days(7), days(6), days(1), days(0), days(-3))).toEqual([
      'secret-expiring',
      'secret-expiring',
      'secret-expiring',
      'secret-expired',
    ]);
  });

  it('say of a certificate that a new one is made here and uploaded there', () => {
    const certificate = client({
      credential: 'certificate',
      credentialExpires: '2027-03-01',
      credentialExpiresInDays: 1,
    });
    const [notice] = decideNotifications(
      undefined,
      snapshot([], { clients: [certificate] }),
      new Set(),
    ).notices;
    if (notice === undefined) throw new Error('there is no notice');
    expect(notice.kind).toBe('certificate-expiring');
    for (const [texts, words] of [
      [textsIn('en'), 'Create a new one in Mailwicket and upload it to the provider.'],
      [textsIn('de'), 'Erzeugen Sie in Mailwicket ein neues und laden Sie es beim Anbieter hoch.'],
    ] as const)
      expect(noticeText(notice, texts).body).toContain(words);
  });

  it('are silent about the credential of a client that nobody uses', () => {
    const unused = client({ credentialExpires: '2027-03-01', credentialExpiresInDays: 1, usedBy: 0 });
    expect(told(snapshot([], { clients: [unused] }))).toEqual([]);
  });

  it('name the account and what to do', () => {
    const [notice] = decideNotifications(undefined, refused, new Set()).notices;
    expect(notice).toBeDefined();
    if (notice === undefined) return;
    expect(noticeText(notice, textsIn('en'))).toEqual({
      title: 'user1@example.org was refused',
      body: 'IMAP is off. Turn it on.',
    });
  });

  it('tell once what a sign-in has left in doubt, in the place of a success', () => {
    const doubt = verbatim('bob@example.org signed in for user1@example.org.');
    const doubtful = snapshot([account(1, { signedInAt: 1, doubt })]);
    expect(told(snapshot([account(1, { state: 'signing-in' })]), doubtful, doubtful)).toEqual([
      'sign-in-doubt',
    ]);
    const [notice] = decideNotifications(undefined, doubtful, new Set()).notices;
    expect(notice && noticeText(notice, textsIn('en'))).toEqual({
      title: 'Look at the sign-in of user1@example.org',
      body: 'bob@example.org signed in for user1@example.org.',
    });
    expect(told(doubtful, well, doubtful)).toEqual(['sign-in-doubt', 'sign-in-doubt']);
  });

  it('lead to the OAuth client where that mends it, with a button that says so', () => {
    const problem = {
      code: 'refused',
      message: verbatim('Its secret has expired.'),
      remedy: 'open-client',
    } as const;
    const now = snapshot([account(1, { state: 'refused', problem })]);
    expect(decideNotifications(undefined, now, new Set()).notices).toMatchObject([
      { kind: 'refused', page: `/client/${account(1).clientId}` },
    ]);
    const needs = snapshot([account(1, { state: 'needs-sign-in', signedInAt: 1, problem })]);
    expect(decideNotifications(undefined, needs, new Set()).notices).toMatchObject([
      { kind: 'needs-sign-in', page: `/account/${account(1).id}` },
    ]);
  });

  it('tell in German what the core says in English', () => {
    const notice = {
      kind: 'refused',
      about: '1',
      page: '/account/1',
      values: {
        address: 'anna@example.org',
        message: sentences(
          msg('providers.refusedAccount', { provider: 'Microsoft 365', account: 'anna@example.org' }),
          msg('microsoft.clientSecretExpired'),
          msg('providers.smallPrint', { codes: 'AADSTS7000222' }),
        ),
        fix: msg('providers.signAgain'),
      },
    } as const satisfies Notice;
    expect(noticeText(notice, textsIn('de')).body).toBe(
      'Microsoft 365 hat anna@example.org abgelehnt. Das Clientgeheimnis ist abgelaufen. (AADSTS7000222) Melden Sie sich neu an.',
    );
    expect(noticeText(notice, textsIn('en')).body).toBe(
      'Microsoft 365 refused anna@example.org. The client secret has expired. (AADSTS7000222) Sign in again.',
    );
  });
});

describe('a notice that is put off', () => {
  it('comes again a day later if the account still needs its person, and not if it is well', async () => {
    const clock = new FakeClock();
    const notices: { readonly title: string; readonly actions: readonly NotificationAction[] }[] = [];
    const snapshots = new Emitter<[snapshot: Snapshot]>();
    const state = new ShellState({ path: join(await scratchFolder(), 'state.json') });
    const end = watchForNotifications({
      source: { onSnapshot: snapshots.on },
      state,
      texts: textsIn('en'),
      notify: ({ title }, _clicked, actions = []) => void notices.push({ title, actions }),
      clock,
      signIn() {},
      openWindow() {},
    });
    snapshots.emit(needing);
    const [first] = notices;
    expect(first?.actions.map(({ label }) => label)).toEqual(['Sign in again', 'Tomorrow']);
    const putOff = (): void => notices.at(-1)?.actions[1]?.chosen();
    putOff();
    await clock.advance(86_399_999);
    expect(notices).toHaveLength(1);
    await clock.advance(1);
    expect(notices).toHaveLength(2);
    putOff();
    snapshots.emit(well);
    await clock.advance(86_400_000);
    expect(notices).toHaveLength(2);
    end();
  });
});
