import { describe, expect, it } from 'vitest';
import { HostState } from '../../electron/shell-state.ts';
import type { NotificationText } from '../../electron/notifications/notification-rules.ts';
import { ShellActions, type ShellActionsOptions } from '../../electron/shell-actions.ts';
import { textsIn } from '../../electron/localizer.ts';
import { silentLogger } from '#core/logging/logger.ts';
import type { CommandName } from '#contract/commands.ts';
import type { Snapshot } from '#contract/views.ts';
import type { Gateway } from '#core/gateway.ts';
import { account, accountIdOf, client, snapshot } from './samples.ts';

interface Desk {
  readonly actions: ShellActions;
  readonly commands: { readonly name: CommandName; readonly input: unknown }[];
  readonly opened: (string | undefined)[];
  readonly notices: NotificationText[];
  readonly clicks: (() => void)[];
  readonly copied: string[];
  readonly host: HostState;
}

function desk(
  now: Snapshot,
  results: Readonly<Partial<Record<CommandName, unknown>>> = {},
  change: Partial<ShellActionsOptions> = {},
): Desk {
  const commands: Desk['commands'] = [];
  const opened: Desk['opened'] = [];
  const notices: NotificationText[] = [];
  const clicks: Desk['clicks'] = [];
  const copied: string[] = [];
  const host = new HostState();
  const run = async (name: CommandName, input: unknown): Promise<unknown> => {
    commands.push({ name, input });
    return results[name] ?? { ok: true, value: {} };
  };
  if (!isRun(run)) throw new TypeError('never');
  const actions = new ShellActions({
    gateway: { run, snapshot: now },
    host,
    texts: textsIn('en'),
    language: () => 'en',
    logger: silentLogger,
    openWindow: (page) => opened.push(page),
    focusSignIn: () => false,
    notify: (text, clicked) => {
      notices.push(text);
      clicks.push(clicked);
    },
    copy: async (text) => void copied.push(text),
    setStartAtLogin: () => Promise.resolve(),
    checkUpdates: () => Promise.resolve(),
    quit: () => {},
    restart: () => {},
    ...change,
  });
  return { actions, commands, opened, notices, clicks, copied, host };
}

/** A test says what comes of a command; that it fits the command is the test's to see to. */
function isRun(run: unknown): run is Gateway['run'] {
  return typeof run === 'function';
}

const first = accountIdOf(1);
const page = `/account/${first}`;

describe("'Sign in again…'", () => {
  it('begins the sign-in of an account whose client has one', async () => {
    const { actions, commands, opened } = desk(snapshot([account(1, { state: 'needs-sign-in' })]));
    await actions.signIn(first);
    expect(commands).toEqual([{ name: 'account-authorize', input: { account: first, language: 'en' } }]);
    expect(opened).toEqual([]);
  });

  it('opens the account where a password must be entered first', async () => {
    const password = { clients: [client({ grant: 'password' })] };
    const { actions, commands, opened } = desk(snapshot([account(1, { state: 'needs-sign-in' })], password));
    await actions.signIn(first);
    expect([commands, opened]).toEqual([[], [page]]);
  });

  it('shows the account beside the page where there is a code to be read', async () => {
    const code = { clients: [client({ grant: 'device-code' })] };
    const { actions, commands, opened } = desk(snapshot([account(1, { state: 'needs-sign-in' })], code));
    await actions.signIn(first);
    expect([commands.length, opened]).toEqual([1, [page]]);
  });

  it('starts no second sign-in beside one under way', async () => {
    const { actions, commands, opened } = desk(snapshot([account(1, { state: 'signing-in' })]));
    await actions.signIn(first);
    expect([commands, opened]).toEqual([[], [page]]);
  });

  it('tells of a failure and leads to it, and is silent when the person cancelled', async () => {
    const needing = snapshot([account(1, { state: 'needs-sign-in' })]);
    const failure = { ok: false, code: 'refused', message: 'bob@ signed in.', fix: 'Sign in as anna@.' };
    const failed = desk(needing, { 'account-authorize': failure });
    await failed.actions.signIn(first);
    expect(failed.notices).toEqual([
      { title: 'user1@example.org wasn’t signed in', body: 'bob@ signed in. Sign in as anna@.' },
    ]);
    failed.clicks[0]?.();
    expect(failed.opened).toEqual([page]);
    const lacking = desk(needing, { 'account-authorize': { ...failure, remedy: 'open-client' } });
    await lacking.actions.signIn(first);
    lacking.clicks[0]?.();
    await lacking.actions.perform({ do: 'open-client', accountId: first });
    expect(lacking.opened).toEqual(Array.from({ length: 2 }, () => `/client/${account(1).clientId}`));
    const cancelled = desk(needing, { 'account-authorize': { ...failure, code: 'cancelled' } });
    await cancelled.actions.signIn(first);
    expect(cancelled.notices).toEqual([]);
  });

  it.each([
    ['was removed', []],
    ['works again', [account(1)]],
    ['is paused', [account(1, { state: 'paused' })]],
  ])('on a notice of an account that %s meanwhile shows how it stands, and asks nobody', async (_, now) => {
    const { actions, commands, opened } = desk(snapshot(now));
    await actions.signIn(first);
    expect([commands, opened]).toEqual([[], [page]]);
  });
});

describe("'Check all now'", () => {
  it('checks all that are not paused, is seen to be at work, and tells how it went', async () => {
    const accounts = [account(1), account(2, { state: 'paused' }), account(3)];
    const seen: boolean[] = [];
    const there = desk(snapshot(accounts), { check: { ok: true, value: { ok: true, steps: [] } } });
    there.host.onChange(() => seen.push(there.host.facts.checking));
    await there.actions.perform({ do: 'check-all' });
    expect(there.commands.map(({ input }) => input)).toEqual([
      { account: accountIdOf(1) },
      { account: accountIdOf(3) },
    ]);
    expect(seen).toEqual([true, false]);
    expect(there.notices).toEqual([{ title: 'All 2 accounts work', body: '' }]);
  });

  it('leaves out a whole domain, which has no mailbox of its own', async () => {
    const accounts = [account(1), account(2, { address: '*@example.org' })];
    const { actions, commands } = desk(snapshot(accounts), { check: { ok: true, value: { ok: true } } });
    await actions.perform({ do: 'check-all' });
    expect(commands.map(({ input }) => input)).toEqual([{ account: first }]);
  });

  it('leads to the account that does not work', async () => {
    const bad = { ok: true, value: { ok: false, steps: [] } };
    const { actions, notices, clicks, opened } = desk(snapshot([account(1)]), { check: bad });
    await actions.perform({ do: 'check-all' });
    expect(notices[0]?.title).toBe('1 account doesn’t work');
    clicks[0]?.();
    expect(opened).toEqual([page]);
  });
});

describe('the other lines of the menu', () => {
  it('pause all that run and resume all that do not', async () => {
    const accounts = [account(1), account(2, { state: 'paused' })];
    const { actions, commands } = desk(snapshot(accounts));
    await actions.perform({ do: 'pause-all' });
    await actions.perform({ do: 'resume-all' });
    expect(commands).toEqual([
      { name: 'account-pause', input: { account: accountIdOf(1) } },
      { name: 'account-resume', input: { account: accountIdOf(2) } },
    ]);
  });

  it('copy the settings for a mail program', async () => {
    const { actions, copied, notices } = desk(snapshot([account(1)]));
    await actions.perform({ do: 'copy-settings', accountId: first });
    expect(copied[0]).toContain('port 1143');
    expect(notices[0]?.title).toBe('Copied');
  });

  it('that fail say so, and are no rejection', async () => {
    const full = new Error('The disk is full.');
    const { actions, notices } = desk(snapshot([]), {}, { setStartAtLogin: () => Promise.reject(full) });
    await actions.perform({ do: 'set-start-at-login', on: true });
    expect(notices).toEqual([{ title: 'That didn’t work', body: 'The disk is full.' }]);
  });
});
