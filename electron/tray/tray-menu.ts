import { isWholeDomain } from '#contract/account.ts';
import type { StartAtLogin } from '#contract/commands/host.ts';
import { isInteractive } from '#contract/grants.ts';
import { byUrgency, overallState, overallText, type Overall, type OverallState } from '#contract/status.ts';
import type { AccountView, ClientView, Snapshot } from '#contract/views.ts';
import type { Texts } from '../localizer.ts';
import type { HostFacts } from '../shell-state.ts';

/** What choosing a line of the menu asks for. */
export type TrayAction =
  | { readonly do: 'open' | 'check-all' | 'pause-all' | 'resume-all' | 'check-updates' | 'restart' | 'quit' }
  | {
      readonly do:
        'open-account' | 'open-client' | 'sign-in' | 'cancel-sign-in' | 'copy-settings' | 'pause' | 'resume';
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

/** What the menu depends on besides the core's snapshot. */
export interface TrayCircumstances extends Omit<HostFacts, 'tray' | 'secretsKept' | 'updates'> {
  readonly platform: TrayPlatform;
  /** Whether this build looks for updates. */
  readonly updates: boolean;
}

/** More would not fit on a small screen; the window shows all. */
const mostAccounts = 15;
const separator: TrayMenuItem = { type: 'separator' };

/** The tray's menu: only what is in the snapshot and the circumstances decides what it says. */
export function trayMenu(snapshot: Snapshot, circumstances: TrayCircumstances, texts: Texts): TrayMenuItem[] {
  const { accounts, clients } = snapshot;
  const { platform, online, checking, startAtLogin, updates, restartHelps } = circumstances;
  const line = (name: Exclude<TrayAction, { accountId: string } | { on: boolean }>['do']): TrayMenuItem =>
    item(name, texts(`menu.${name}`), { do: name });
  const state = unclickable('state', overallLine(overallState(snapshot, online), texts));
  const shown = byUrgency(accounts).slice(0, mostAccounts);
  const lines = shown.map((account) => accountLine(account, clients, texts));
  const others = accounts.length - shown.length;
  if (others > 0) lines.push(item('more', texts('menu.more', { count: others }), { do: 'open' }));
  const running = accounts.some((account) => account.state !== 'paused');
  const held = snapshot.policy?.locked.includes('startAtLogin');
  return [
    // on Windows people expect what a double click does at the top
    ...(platform === 'windows' ? [line('open'), separator, state] : [state]),
    ...(lines.length === 0 ? [] : [separator, ...lines]),
    separator,
    ...(platform === 'windows' ? [] : [line('open')]),
    ...(accounts.length === 0
      ? []
      : [
          { ...line('check-all'), enabled: accounts.some(canBeChecked) && !checking },
          line(running ? 'pause-all' : 'resume-all'),
        ]),
    separator,
    ...(startAtLogin === undefined ? [] : [startAtLoginLine(startAtLogin, held, texts)]),
    ...(updates ? [line('check-updates')] : []),
    ...(restartHelps ? [line('restart')] : []),
    line('quit'),
  ];
}

/** Whether a check has something to look at: a whole domain has no mailbox of its own. */
export function canBeChecked({ state, address }: AccountView): boolean {
  return state !== 'paused' && !isWholeDomain(address);
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

type AccountAction = Extract<TrayAction, { accountId: string }>['do'];
type Line = (name: string, text: Parameters<Texts>[0], action: AccountAction) => TrayMenuItem;

function accountLine(account: AccountView, clients: readonly ClientView[], texts: Texts): TrayMenuItem {
  const { id: accountId, address, state } = account;
  const grant = clients.find((client) => client.id === account.clientId)?.grant;
  const line: Line = (name, text, action) =>
    item(`${name}:${accountId}`, texts(text), { do: action, accountId });
  const fixes = fixItems(account, grant, line);
  return {
    type: 'normal',
    id: `account:${accountId}`,
    label: escaped(texts('menu.account', { address, state: texts(`state.${state}`) })),
    submenu: [
      ...problemItems(account, texts),
      ...(fixes.length === 0 ? [] : [...fixes, separator]),
      line('copy-settings', 'menu.copy-settings', 'copy-settings'),
      state === 'paused' ? line('resume', 'menu.resume', 'resume') : line('pause', 'menu.pause', 'pause'),
      line('open-account', 'menu.show-account', 'open-account'),
    ],
  };
}

/** A menu as wide as a sentence of a provider would cover the screen; the window tells all of it. */
const longestCause = 72;

/** Why an account stands still. */
function problemItems({ id, problem, state, doubt }: AccountView, texts: Texts): TrayMenuItem[] {
  const text = ['ready', 'paused', 'signing-in'].includes(state) ? doubt : (problem?.message ?? doubt);
  if (text === undefined) return [];
  const cause = texts('menu.line', { text });
  const label = cause.length <= longestCause ? cause : `${cause.slice(0, longestCause - 1).trimEnd()}…`;
  return [unclickable(`cause:${id}`, label)];
}

function fixItems(
  { state, signedInAt, problem, doubt }: AccountView,
  grant: ClientView['grant'] | undefined,
  line: Line,
): TrayMenuItem[] {
  const again = line('sign-in', 'menu.sign-in', 'sign-in');
  const wrong = line('show-problem', 'menu.show-problem', 'open-account');
  switch (state) {
    case 'needs-sign-in':
      return [signedInAt === undefined ? line('sign-in', 'menu.sign-in-first', 'sign-in') : again];
    case 'refused': {
      const mend =
        problem?.remedy === 'open-client' ? [line('open-client', 'menu.open-client', 'open-client')] : [];
      return [...mend, wrong, ...(isInteractive(grant) ? [again] : [])];
    }
    case 'needs-password':
      return [line('make-password', 'menu.make-password', 'open-account')];
    case 'signing-in':
      return [line('cancel-sign-in', 'menu.cancel-sign-in', 'cancel-sign-in')];
    case 'unreachable':
    case 'ready':
    case 'paused':
      return doubt === undefined ? [] : [wrong];
    default:
      return state satisfies never;
  }
}

function item(id: string, label: string, action: TrayAction): TrayMenuItem {
  return { type: 'normal', id, label: escaped(label), action };
}

function unclickable(id: string, label: string): TrayMenuItem {
  return { type: 'normal', id, label: escaped(label), enabled: false };
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
