import { verbatim } from '#messages/message.ts';
import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { textsIn } from '../../electron/localizer.ts';
import { mailSettingsText } from '../../electron/shell-actions.ts';
import {
  overallLine,
  tooltipOf,
  trayMenu,
  type TrayMenuItem,
  trayIconName,
  trayIconNames,
} from '../../electron/tray/tray-menu.ts';
import { statusNotifierIsThere, showWhenPossible } from '../../electron/tray/status-notifier.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { containing } from '../support/matchers.ts';
import { overallState } from '#contract/status.ts';
import type { Snapshot } from '#contract/views.ts';
import { account, accountIdOf, client, imapListener, snapshot } from './samples.ts';

const texts = textsIn('en');
/** Whether the menu's 'Check all now' can be chosen. */
function canCheck(menu: readonly TrayMenuItem[]): boolean | undefined {
  return menu.find(({ id }) => id === 'check-all')?.enabled;
}

const desktop = {
  online: true,
  checking: false,
  platform: 'linux',
  startAtLogin: 'off',
  updates: false,
  restartHelps: false,
} as const;

function seen(
  shown: Snapshot,
  online = true,
  said = texts,
): { readonly state: string; readonly line: string } {
  const overall = overallState(shown, online);
  return { state: overall.state, line: overallLine(overall, said) };
}
const stateOf = (...given: Parameters<typeof snapshot>): ReturnType<typeof seen> => seen(snapshot(...given));

function all(items: readonly TrayMenuItem[]): TrayMenuItem[] {
  return items.flatMap((item) => [item, ...all(item.submenu ?? [])]);
}

const labels = (items: readonly TrayMenuItem[]): (string | undefined)[] => items.map(({ label }) => label);

describe('the overall state', () => {
  it('names the account that needs its person, before everything else', () => {
    expect(
      stateOf([account(1, { state: 'signing-in' }), account(2, { state: 'needs-sign-in' }), account(3)]),
    ).toEqual({ state: 'needs-you', line: 'user2@example.org needs you' });
    expect(stateOf([account(1, { state: 'refused' }), account(2, { state: 'needs-sign-in' })]).line).toBe(
      '2 accounts need you',
    );
  });

  it('says that all is well', () => {
    expect(stateOf([account(1), account(2), account(3)])).toEqual({
      state: 'ready',
      line: 'All 3 accounts work',
    });
    expect(stateOf([account(1), account(2, { state: 'paused' })]).line).toBe('Your account works');
    expect(stateOf([])).toEqual({ state: 'ready', line: 'No account yet' });
  });

  it('shows a port that cannot be opened as something to mend', () => {
    const problem = {
      code: 'port-in-use',
      message: verbatim('In use.'),
      fix: verbatim('Choose another.'),
    };
    expect(stateOf([account(1)], { listeners: [{ ...imapListener, problem }] })).toEqual({
      state: 'needs-you',
      line: 'Port 1143 can’t be opened',
    });
  });

  it('is offline without a network and where a provider is out of reach, but not when all is paused', () => {
    expect(seen(snapshot([account(1)]), false).state).toBe('offline');
    expect(stateOf([account(1, { state: 'unreachable' }), account(2)]).state).toBe('offline');
    expect(seen(snapshot([account(1, { state: 'paused' })]), false).state).toBe('paused');
  });

  it('is at work while somebody signs in, and while an account is checked', () => {
    expect(stateOf([account(1, { state: 'signing-in' })]).state).toBe('working');
    const check = { startedAt: 1, running: true, steps: [] };
    expect(stateOf([account(1, { check })])).toEqual({ state: 'working', line: 'Checking…' });
    expect(stateOf([account(1, { check: { ...check, running: false } })]).state).toBe('ready');
  });

  it('speaks German', () => {
    expect(seen(snapshot([account(1), account(2)]), true, textsIn('de')).line).toBe(
      'Alle 2 Konten funktionieren',
    );
  });
});

describe('the tooltip', () => {
  it('never has more than the 127 characters that Windows shows', () => {
    expect(tooltipOf('x'.repeat(300))).toHaveLength(127);
    expect(tooltipOf('All 3 accounts work')).toBe('Mailwicket: All 3 accounts work');
  });
});

describe('the icon', () => {
  it('is a template image on macOS, for the theme of the taskbar on Windows, in colours on Linux', () => {
    expect(trayIconName('needs-you', { platform: 'macos', dark: true })).toBe('tray-needs-you-Template.png');
    expect(trayIconName('paused', { platform: 'windows', dark: true })).toBe('tray-paused-on-dark.ico');
    expect(trayIconName('paused', { platform: 'windows', dark: false })).toBe('tray-paused-on-light.ico');
    expect(trayIconName('ready', { platform: 'linux', dark: false })).toBe('tray-ready-colour.png');
  });

  it('has been drawn for every state on every system', async () => {
    const drawn = new Set(await readdir(new URL('../../build/icons/made/', import.meta.url)));
    for (const platform of ['macos', 'windows', 'linux'] as const) {
      const names = trayIconNames(platform);
      expect(names.length).toBe(platform === 'windows' ? 10 : 5);
      expect(names.filter((name) => !drawn.has(name))).toEqual([]);
    }
  });
});

describe('the menu', () => {
  it('begins with the overall state and ends with Quit', () => {
    const menu = trayMenu(snapshot([account(1)]), desktop, texts);
    expect(menu[0]).toMatchObject({ label: 'Your account works', enabled: false });
    expect(menu.at(-1)).toMatchObject({ label: 'Quit Mailwicket', action: { do: 'quit' } });
  });

  it('offers to sign in again where that is what is needed, and only there', () => {
    const menu = trayMenu(
      snapshot([account(1), account(2, { state: 'needs-sign-in', signedInAt: 1 })]),
      desktop,
      texts,
    );
    const lines = all(menu);
    expect(lines.filter(({ label }) => label === 'Sign in again…')).toEqual([
      expect.objectContaining({ action: { do: 'sign-in', accountId: accountIdOf(2) } }),
    ]);
    expect(labels(menu).slice(0, 4)).toEqual([
      'user2@example.org needs you',
      undefined,
      'user2@example.org: signed out',
      'user1@example.org: working',
    ]);
  });

  it('tells why an account stands still, before what mends it', () => {
    const problem = { code: 'x', message: verbatim('The password was changed at the provider.') };
    const menu = trayMenu(
      snapshot([account(1, { state: 'needs-sign-in', signedInAt: 1, problem })]),
      desktop,
      texts,
    );
    const [cause, mend, rule] = menu.find(({ submenu }) => submenu !== undefined)?.submenu ?? [];
    expect(cause).toMatchObject({ label: 'The password was changed at the provider.', enabled: false });
    expect(mend).toMatchObject({ action: { do: 'sign-in' } });
    expect(rule).toMatchObject({ type: 'separator' });
    const signing = trayMenu(snapshot([account(1, { state: 'signing-in', problem })]), desktop, texts);
    expect(labels(all(signing)), 'it is being mended').not.toContain(
      'The password was changed at the provider.',
    );
    const long = { code: 'x', message: verbatim('so much '.repeat(40)) };
    const [cut] =
      trayMenu(snapshot([account(1, { state: 'refused', problem: long })]), desktop, texts).find(
        ({ submenu }) => submenu !== undefined,
      )?.submenu ?? [];
    expect(cut?.label?.length).toBeLessThanOrEqual(72);
  });

  it('tells what a sign-in has left in doubt, and leads to it', () => {
    const doubt = verbatim('bob@example.org signed in.');
    const shown = all(trayMenu(snapshot([account(1, { doubt })]), desktop, texts));
    expect(labels(shown)).toEqual(
      expect.arrayContaining(['bob@example.org signed in.', 'Show what’s wrong']),
    );
    expect(labels(all(trayMenu(snapshot([account(1)]), desktop, texts)))).not.toContain('Show what’s wrong');
  });

  it('leads to the OAuth client first where that mends it', () => {
    const problem = {
      code: 'refused',
      message: verbatim('The secret has expired.'),
      remedy: 'open-client',
    } as const;
    const now = snapshot([account(1, { state: 'refused', problem })]);
    const found = all(trayMenu(now, desktop, texts)).find(({ label }) => label === 'Open the OAuth client');
    expect(found).toMatchObject({ action: { do: 'open-client', accountId: account(1).id } });
    const other = snapshot([account(1, { state: 'refused', problem: { ...problem, remedy: undefined } })]);
    expect(labels(all(trayMenu(other, desktop, texts)))).not.toContain('Open the OAuth client');
  });

  it('does not offer a sign-in that a refused app-only client does not have', () => {
    const refused = [account(1, { state: 'refused' })];
    const interactive = all(trayMenu(snapshot(refused), desktop, texts));
    const appOnly = all(
      trayMenu(snapshot(refused, { clients: [client({ grant: 'client-credentials' })] }), desktop, texts),
    );
    expect(labels(interactive)).toContain('Sign in again…');
    expect(labels(appOnly)).not.toContain('Sign in again…');
    expect(labels(appOnly)).toContain('Show what’s wrong');
  });

  it('offers to pause what runs and to resume what is paused', () => {
    const running = all(trayMenu(snapshot([account(1), account(2, { state: 'paused' })]), desktop, texts));
    expect(labels(running)).toEqual(expect.arrayContaining(['Pause', 'Resume', 'Pause all']));
    const paused = all(trayMenu(snapshot([account(1, { state: 'paused' })]), desktop, texts));
    expect(labels(paused)).toContain('Resume all');
    expect(labels(paused)).not.toContain('Pause all');
    expect([canCheck(running), canCheck(paused)]).toEqual([true, false]);
    // a whole domain has no mailbox of its own
    expect(canCheck(trayMenu(snapshot([account(1, { address: '*@example.org' })]), desktop, texts))).toBe(
      false,
    );
  });

  it('shows whether it starts at login, and leaves that out where the system cannot', () => {
    const on = trayMenu(snapshot([]), { ...desktop, startAtLogin: 'on' }, texts);
    expect(on.find(({ id }) => id === 'start-at-login')).toMatchObject({
      checked: true,
      action: { do: 'set-start-at-login', on: false },
    });
    const waiting = trayMenu(snapshot([]), { ...desktop, startAtLogin: 'needs-approval' }, texts);
    expect(waiting).toContainEqual(
      expect.objectContaining({ checked: true, label: containing('allow it in System Settings') }),
    );
    const cannot = trayMenu(snapshot([]), { ...desktop, startAtLogin: undefined }, texts);
    expect(cannot.find(({ id }) => id === 'start-at-login')).toBeUndefined();
  });

  it('shows whether it starts at login, and leaves that to the organization which has set it', () => {
    const held = {
      ...snapshot([]),
      policy: { from: ['a'], locked: ['startAtLogin' as const], problems: [] },
    };
    const line = trayMenu(held, { ...desktop, startAtLogin: 'on' }, texts).find(
      ({ id }) => id === 'start-at-login',
    );
    expect(line).toMatchObject({
      label: 'Start at login (set by your organization)',
      checked: true,
      enabled: false,
    });
  });

  it('looks for updates only in builds that can', () => {
    expect(labels(trayMenu(snapshot([]), desktop, texts))).not.toContain('Check for updates');
    expect(labels(trayMenu(snapshot([]), { ...desktop, updates: true }, texts))).toContain(
      'Check for updates',
    );
  });

  it('has Open first on Windows', () => {
    const menu = trayMenu(snapshot([account(1)]), { ...desktop, platform: 'windows' }, texts);
    expect(menu[0]?.action).toEqual({ do: 'open' });
    expect(all(menu).filter(({ action }) => action?.do === 'open')).toHaveLength(1);
  });

  it('shows an ampersand in an address rather than underline what comes after it', () => {
    const menu = trayMenu(snapshot([account(1, { address: 'a&b@example.org' })]), desktop, texts);
    expect(labels(menu)).toContain('a&&b@example.org: working');
  });

  it('stays short with many accounts, those in need first', () => {
    const many = Array.from({ length: 40 }, (_, index) =>
      account(index, { state: index === 39 ? 'needs-sign-in' : 'ready' }),
    );
    const lines = trayMenu(snapshot(many), desktop, texts).filter(({ submenu }) => submenu !== undefined);
    expect(lines).toHaveLength(15);
    expect(labels(trayMenu(snapshot(many), desktop, texts))).toContain('25 more accounts');
    expect(lines[0]?.label).toContain('user39@');
  });
});

describe('the settings for a mail program', () => {
  it('name server, port, security, user, and which password, but no password', () => {
    const text = mailSettingsText(account(1), [imapListener], texts);
    expect(text).toContain('IMAP: server 127.0.0.1, port 1143, connection security: none');
    expect(text).toContain('User name: user1@example.org');
    expect(text).toContain('the local password you created');
  });

  it('leave out a port that is not open', () => {
    const text = mailSettingsText(account(1), [{ ...imapListener, addresses: [] }], texts);
    expect(text).not.toContain('1143');
  });
});

describe('a Linux desktop', () => {
  it('with a place for tray icons is recognised, by either program', async () => {
    expect(await statusNotifierIsThere(async () => '(true,)\n')).toBe(true);
    const asked: string[] = [];
    const onlyDbusSend = async (file: string): Promise<string> => {
      asked.push(file);
      if (file === 'gdbus') throw new Error('ENOENT');
      return '   boolean true\n';
    };
    expect(await statusNotifierIsThere(onlyDbusSend)).toBe(true);
    expect(asked).toEqual(['gdbus', 'dbus-send']);
  });

  it('without one, or without a session bus, is recognised as well', async () => {
    expect(await statusNotifierIsThere(async () => '(false,)\n')).toBe(false);
    expect(await statusNotifierIsThere(() => Promise.reject(new Error('no bus')))).toBe(false);
  });

  it('whose panel starts later gets the icon then', async () => {
    const clock = new FakeClock();
    let panel = false;
    const shown = Promise.withResolvers<void>();
    const possible = async (): Promise<boolean> => panel;
    expect(await showWhenPossible({ possible, show: shown.resolve, clock })).toBe(false);
    panel = true;
    await clock.advance(2_000);
    await shown.promise;
  });
});
