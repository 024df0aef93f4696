import type { StartAtLogin } from '#contract/commands/host.ts';
import { isInteractive } from '#contract/grants.ts';
import { byUrgency, overallState, overallText, type Overall, type OverallState } from '#contract/status.ts';
import type { AccountView, ClientView, Snapshot } from '#contract/views.ts';
import type { Texts } from '../localizer.ts';

/** What choosing a line of the menu asks for. */
export type TrayAction =
  | { readonly do: 'open' | 'check-all' | 'pause-all' | 'resume-all' | 'check-updates' | 'restart' | 'quit' }
  | {
      readonly do: 'open-account' | 'sign-in' | 'cancel-sign-in' | 'copy-settings' | 'pause' | 'resume';
      readonly accountId: string;
    }
  | { readonly do: 'set-start-at-login'; readonly on: boolean };

/** A line of the menu, as plain data. */
export interface TrayMenuItem {
  readonly type: 'normal' | 'separator' | 'checkbox';
  readonly id?: string;
  readonly label?: string;
  readonly enabled?: boolean;
  readonly checked?: boolean;
  readonly action?: TrayAction;
  readonly submenu?: readonly TrayMenuItem[];
}

/** What the menu hangs on beside the core's snapshot. */
export interface TrayCircumstances {
  readonly online: boolean;
  /** 'Check all now' is under way. */
  readonly checking: boolean;
  readonly platform: TrayPlatform;
  /** Undefined where this system cannot start programs at login. */
  readonly startAtLogin: StartAtLogin | undefined;
  /** Whether this build looks for updates. */
  readonly updates: boolean;
  /** Whether starting anew may open what the keyring did not open. */
  readonly restartHelps: boolean;
}

/** More would not fit on a small screen; the window shows all. */
const mostAccounts = 15;
const separator: TrayMenuItem = { type: 'separator' };

/** The tray's menu: only what is in the snapshot and the circumstances decides what it says. */
export function trayMenu(snapshot: Snapshot, circumstances: TrayCircumstances, texts: Texts): TrayMenuItem[] {
  const { accounts, clients } = snapshot;
  const open = item('open', texts('menu.open'), { do: 'open' });
  const state: TrayMenuItem = {
    type: 'normal',
    id: 'state',
    label: escaped(overallLine(overallState(snapshot, circumstances.online), texts)),
    enabled: false,
  };
  const shown = byUrgency(accounts).slice(0, mostAccounts);
  const lines = shown.map((account) => accountLine(account, clients, texts));
  const others = accounts.length - shown.length;
  if (others > 0) lines.push(item('more', texts('menu.more', { count: others }), { do: 'open' }));
  const all = allLines(accounts, circumstances, texts);
  return [
    // on Windows people expect what a double click does at the top
    ...(circumstances.platform === 'windows' ? [open, separator, state] : [state]),
    ...(lines.length === 0 ? [] : [separator, ...lines]),
    separator,
    ...(circumstances.platform === 'windows' ? [] : [open]),
    ...all,
    separator,
    ...(circumstances.startAtLogin === undefined
      ? []
      : [
          startAtLoginLine(
            circumstances.startAtLogin,
            snapshot.policy?.locked.includes('startAtLogin'),
            texts,
          ),
        ]),
    ...(circumstances.updates
      ? [item('check-updates', texts('menu.check-updates'), { do: 'check-updates' })]
      : []),
    ...(circumstances.restartHelps ? [item('restart', texts('menu.restart'), { do: 'restart' })] : []),
    item('quit', texts('menu.quit'), { do: 'quit' }),
  ];
}

function allLines(
  accounts: readonly AccountView[],
  circumstances: TrayCircumstances,
  texts: Texts,
): TrayMenuItem[] {
  if (accounts.length === 0) return [];
  const running = accounts.some((account) => account.state !== 'paused');
  return [
    {
      ...item('check-all', texts('menu.check-all'), { do: 'check-all' }),
      enabled: running && !circumstances.checking,
    },
    running
      ? item('pause-all', texts('menu.pause-all'), { do: 'pause-all' })
      : item('resume-all', texts('menu.resume-all'), { do: 'resume-all' }),
  ];
}

function startAtLoginLine(state: StartAtLogin, held: boolean | undefined, texts: Texts): TrayMenuItem {
  const on = state !== 'off';
  const label = texts(
    held === true
      ? 'menu.start-at-login-held'
      : state === 'needs-approval'
        ? 'menu.start-at-login-approval'
        : 'menu.start-at-login',
  );
  return {
    ...(held === true ? { enabled: false } : {}),
    ...item('start-at-login', label, { do: 'set-start-at-login', on: !on }),
    type: 'checkbox',
    checked: on,
  };
}

function accountLine(account: AccountView, clients: readonly ClientView[], texts: Texts): TrayMenuItem {
  const { id: accountId, address, state } = account;
  const grant = clients.find((client) => client.id === account.clientId)?.grant;
  const line = (name: string, label: string, action: TrayAction): TrayMenuItem =>
    item(`${name}:${accountId}`, label, action);
  const mends = mending(account, grant, texts).map(({ name, label, action }) => line(name, label, action));
  return {
    type: 'normal',
    id: `account:${accountId}`,
    label: escaped(texts('menu.account', { address, state: texts(`state.${state}`) })),
    submenu: [
      ...causeLines(account, texts),
      ...(mends.length === 0 ? [] : [...mends, separator]),
      line('copy-settings', texts('menu.copy-settings'), { do: 'copy-settings', accountId }),
      state === 'paused'
        ? line('resume', texts('menu.resume'), { do: 'resume', accountId })
        : line('pause', texts('menu.pause'), { do: 'pause', accountId }),
      line('open-account', texts('menu.show-account'), { do: 'open-account', accountId }),
    ],
  };
}

/** A menu as wide as a sentence of a provider would cover the screen; the window tells all of it. */
const longestCause = 72;

/** Why an account stands still. */
function causeLines({ id, problem, state }: AccountView, texts: Texts): TrayMenuItem[] {
  if (problem === undefined || state === 'ready' || state === 'paused') return [];
  const cause = texts('menu.line', { text: problem.message });
  const label = cause.length <= longestCause ? cause : `${cause.slice(0, longestCause - 1).trimEnd()}…`;
  return [{ type: 'normal', id: `cause:${id}`, label: escaped(label), enabled: false }];
}

function mending(
  account: AccountView,
  grant: ClientView['grant'] | undefined,
  texts: Texts,
): { readonly name: string; readonly label: string; readonly action: TrayAction }[] {
  const { id: accountId } = account;
  switch (account.state) {
    case 'needs-sign-in': {
      const label = account.signedInAt === undefined ? texts('menu.sign-in-first') : texts('menu.sign-in');
      return [{ name: 'sign-in', label, action: { do: 'sign-in', accountId } }];
    }
    case 'refused': {
      const wrong = {
        name: 'show-problem',
        label: texts('menu.show-problem'),
        action: { do: 'open-account', accountId },
      } as const;
      const again = {
        name: 'sign-in',
        label: texts('menu.sign-in'),
        action: { do: 'sign-in', accountId },
      } as const;
      return isInteractive(grant) ? [wrong, again] : [wrong];
    }
    case 'needs-password':
      return [
        {
          name: 'make-password',
          label: texts('menu.make-password'),
          action: { do: 'open-account', accountId },
        },
      ];
    case 'signing-in':
      return [
        {
          name: 'cancel-sign-in',
          label: texts('menu.cancel-sign-in'),
          action: { do: 'cancel-sign-in', accountId },
        },
      ];
    case 'unreachable':
    case 'ready':
    case 'paused':
      return [];
    default:
      return account.state satisfies never;
  }
}

function item(id: string, label: string, action: TrayAction): TrayMenuItem {
  return { type: 'normal', id, label: escaped(label), action };
}

/** A single & marks a letter for the keyboard and is not shown. */
function escaped(label: string): string {
  return label.replaceAll('&', '&&');
}

export function overallLine(overall: Overall, texts: Texts): string {
  return texts('menu.line', { text: overallText(overall) });
}

/** The tray's tooltip: Windows shows no more than 127 characters. */
export function tooltipOf(line: string): string {
  const text = `Mailwicket: ${line}`;
  return text.length <= 127 ? text : `${text.slice(0, 126)}…`;
}

export const overallStates: readonly OverallState[] = ['ready', 'working', 'needs-you', 'paused', 'offline'];

export type TrayPlatform = 'windows' | 'macos' | 'linux';

/**
 * The file name of the tray's icon.
 * - macOS: a template image, which the system colours itself (its name must end in `Template`)
 * - Windows: for the taskbar's theme
 * - Linux: one in colours that show on any panel, as the panel's theme is not known
 */
export function trayIconName(
  state: OverallState,
  desktop: { readonly platform: TrayPlatform; readonly dark: boolean },
): string {
  switch (desktop.platform) {
    case 'macos':
      return `tray-${state}-Template.png`;
    case 'windows':
      return `tray-${state}-on-${desktop.dark ? 'dark' : 'light'}.ico`;
    case 'linux':
      return `tray-${state}-colour.png`;
    default:
      return desktop.platform satisfies never;
  }
}

/** Every icon that a platform may show: loaded once, at the start. */
export function trayIconNames(platform: TrayPlatform): string[] {
  const names = overallStates.flatMap((state) =>
    [true, false].map((dark) => trayIconName(state, { platform, dark })),
  );
  return [...new Set(names)];
}

/** Which of the three desktops this is; every other system is treated as Linux. */
export function trayPlatformOf(platform: NodeJS.Platform): TrayPlatform {
  if (platform === 'win32') return 'windows';
  return platform === 'darwin' ? 'macos' : 'linux';
}
