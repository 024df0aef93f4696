import type { Snapshot, AccountView, ClientView } from '#contract/views.ts';
import type { Clock } from '#core/logging/clock.ts';
import type { FeedSource } from '#core/screens/screen-calls.ts';
import type { ShellState } from '../shell-state.ts';
import type { Texts } from '../localizer.ts';
import { type Message, verbatim } from '#messages/message.ts';
import { expiryStage } from '#contract/status.ts';

export interface NotificationRulesOptions {
  readonly source: Pick<FeedSource, 'onSnapshot'>;
  readonly state: ShellState;
  readonly texts: Texts;
  readonly notify: (
    text: NotificationText,
    clicked: () => void,
    actions?: readonly NotificationAction[],
  ) => void;
  readonly clock: Pick<Clock, 'after'>;
  readonly signIn: (accountId: string) => void;
  readonly openWindow: (page: string) => void;
  /** The vault could not be opened at the start, which is told by itself: not once more for each account. */
  readonly vaultLocked?: boolean;
}

/** Turns changes of the snapshot into notices, until the returned function is called. */
export function watchForNotifications(options: NotificationRulesOptions): () => void {
  const { source, state, texts, notify, clock } = options;
  let before: Snapshot | undefined;
  let vaultLocked = options.vaultLocked ?? false;
  const snoozed = new Set<() => void>();
  const show = (notice: Notice): void => {
    const clicked = (): void => follow(notice, options);
    notify(
      noticeText(notice, texts),
      clicked,
      actionsOf(notice, texts, clicked, () => tomorrow(notice)),
    );
  };
  const tomorrow = (notice: Notice): void => {
    const cancel = clock.after(day, () => {
      snoozed.delete(cancel);
      // as it stands then: what has been mended meanwhile is not told
      const due = before === undefined ? [] : decideNotifications(undefined, before, new Set()).notices;
      const still = due.find((one) => one.kind === notice.kind && isAbout(one) === isAbout(notice));
      if (still !== undefined) show(still);
    });
    snoozed.add(cancel);
  };
  const end = source.onSnapshot((now) => {
    // settings that cannot be read show no accounts: what was told of them stays told
    if (now.problem !== undefined) return;
    const told = new Set(state.values.told);
    const decided = decideNotifications(before, now, told);
    before = now;
    if (!sameCauses(told, decided.told)) void state.set({ told: [...decided.told] });
    if (now.accounts.some((account) => account.state === 'ready' || account.state === 'needs-password'))
      vaultLocked = false;
    for (const notice of decided.notices) {
      if (vaultLocked && notice.kind === 'refused') continue;
      show(notice);
    }
  });
  return () => {
    end();
    for (const cancel of snoozed) cancel();
  };
}

/** Milliseconds. */
const day = 86_400_000;

/** A button of a notice, where the desktop has them. */
export interface NotificationAction {
  readonly label: string;
  readonly chosen: () => void;
}

/** What mends it, and what puts it off; nothing where nobody is needed. */
function actionsOf(
  notice: Notice,
  texts: Texts,
  go: () => void,
  tomorrow: () => void,
): readonly NotificationAction[] {
  const later = { label: texts('notice.tomorrow'), chosen: tomorrow };
  switch (notice.kind) {
    case 'needs-sign-in':
      return [{ label: texts('notice.sign-in'), chosen: go }, later];
    case 'refused':
    case 'first-login':
    case 'credential-expiring':
    case 'credential-expired':
      return [{ label: texts('notice.show'), chosen: go }, later];
    case 'first-success':
      return [];
    default:
      return notice satisfies never;
  }
}

function isAbout(notice: Notice): string {
  return 'accountId' in notice ? notice.accountId : notice.clientId;
}

function follow(notice: Notice, { signIn, openWindow }: NotificationRulesOptions): void {
  switch (notice.kind) {
    case 'needs-sign-in':
      return signIn(notice.accountId);
    case 'refused':
    case 'first-login':
    case 'first-success':
      return openWindow(accountPage(notice.accountId));
    case 'credential-expiring':
    case 'credential-expired':
      return openWindow(`/client/${encodeURIComponent(notice.clientId)}`);
  }
}

function sameCauses(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((cause) => b.has(cause));
}

/** macOS cuts a notice off behind so many octets, wherever that is. */
const mostOctets = 256;

/** A notice that fits on this system: what is too long ends after a whole word. */
export function fitted({ title, body }: NotificationText, platform: NodeJS.Platform): NotificationText {
  if (platform !== 'darwin') return { title, body };
  const shortTitle = within(title, mostOctets - 1);
  return { title: shortTitle, body: within(body, mostOctets - 1 - Buffer.byteLength(shortTitle)) };
}

function within(text: string, octets: number): string {
  if (Buffer.byteLength(text) <= octets) return text;
  const room = octets - Buffer.byteLength('…');
  let kept = '';
  let used = 0;
  for (const character of text) {
    used += Buffer.byteLength(character);
    if (used > room) break;
    kept += character;
  }
  return `${kept.replace(/\s+\S*$/u, '')}…`;
}

export function noticeText(notice: Notice, texts: Texts): NotificationText {
  const of = (values: Readonly<Record<string, string | Message>>): NotificationText => ({
    title: texts(`notice.${notice.kind}.title`, values),
    body: texts(`notice.${notice.kind}.body`, values).trim(),
  });
  switch (notice.kind) {
    case 'needs-sign-in':
    case 'first-success':
      return of({ address: notice.address });
    case 'first-login':
      return of({ address: notice.address, peer: notice.peer });
    case 'refused':
      return of({ address: notice.address, message: notice.message, fix: notice.fix });
    case 'credential-expiring':
    case 'credential-expired':
      return of({ client: notice.client, date: notice.date });
    default:
      return notice satisfies never;
  }
}

export function accountPage(accountId: string): string {
  return `/account/${encodeURIComponent(accountId)}`;
}

/** A notice as it is shown. */
export interface NotificationText {
  readonly title: string;
  readonly body: string;
}

/** Something worth a person's eye, once. */
export type Notice =
  | { readonly kind: 'needs-sign-in' | 'first-success'; readonly accountId: string; readonly address: string }
  | {
      readonly kind: 'first-login';
      readonly accountId: string;
      readonly address: string;
      readonly peer: string;
    }
  | {
      readonly kind: 'refused';
      readonly accountId: string;
      readonly address: string;
      readonly message: Message;
      readonly fix: Message;
    }
  | {
      readonly kind: 'credential-expiring' | 'credential-expired';
      readonly clientId: string;
      readonly client: string;
      readonly date: string;
    };

/**
 * Which notices a change calls for: never more than one for an account and a cause, until it has been well again.
 * @param before - undefined at the start
 * @param told - the causes that were told and are not mended
 * @returns `told`: the same for the next time
 */
export function decideNotifications(
  before: Snapshot | undefined,
  now: Snapshot,
  told: ReadonlySet<string>,
): { readonly notices: readonly Notice[]; readonly told: ReadonlySet<string> } {
  const notices: Notice[] = [];
  const still = new Set<string>();
  const tell = (cause: string, notice: Notice): void => {
    if (!told.has(cause) && !still.has(cause)) notices.push(notice);
    still.add(cause);
  };
  for (const account of now.accounts) {
    const earlier = before?.accounts.find((candidate) => candidate.id === account.id);
    decideForAccount(account, earlier, told, still, tell, (notice) => notices.push(notice));
  }
  for (const client of now.clients) decideForClient(client, tell);
  return { notices, told: still };
}

function decideForAccount(
  account: AccountView,
  before: AccountView | undefined,
  told: ReadonlySet<string>,
  still: Set<string>,
  tell: (cause: string, notice: Notice) => void,
  first: (notice: Notice) => void,
): void {
  const { id: accountId, address, state } = account;
  switch (state) {
    case 'needs-sign-in':
      keep(accountId, told, still);
      // nobody knows of it but its mail program
      if (account.signedInAt === undefined && account.firstLogin !== undefined) {
        const { peer } = account.firstLogin;
        return tell(`${accountId}/first-login`, { kind: 'first-login', accountId, address, peer });
      }
      // one that never was signed in is being set up, and one that its person signed out is known to need it
      if (account.signedInAt === undefined) return;
      return tell(`${accountId}/needs-sign-in`, { kind: 'needs-sign-in', accountId, address });
    case 'refused': {
      const { code = 'refused', message = verbatim(''), fix = verbatim('') } = account.problem ?? {};
      keep(accountId, told, still);
      return tell(`${accountId}/refused/${code}`, { kind: 'refused', accountId, address, message, fix });
    }
    case 'signing-in':
    case 'unreachable':
    case 'paused':
      // neither well nor worse: what was told stays told
      return keep(accountId, told, still);
    case 'needs-password':
    case 'ready':
      if (before?.state !== 'signing-in' || before.signedInAt !== undefined) return;
      return first({ kind: 'first-success', accountId, address });
  }
}

function keep(accountId: string, told: ReadonlySet<string>, still: Set<string>): void {
  for (const cause of told) if (cause.startsWith(`${accountId}/`)) still.add(cause);
}

function decideForClient(client: ClientView, tell: (cause: string, notice: Notice) => void): void {
  const { id: clientId, name, credentialExpiresInDays: days, credentialExpires = '' } = client;
  if (days === undefined || client.usedBy === 0) return;
  const warning = expiryStage(days);
  if (warning === undefined) return;
  tell(`${clientId}/credential/${credentialExpires}/${String(warning)}`, {
    kind: warning === 0 ? 'credential-expired' : 'credential-expiring',
    clientId,
    client: name,
    date: credentialExpires.slice(0, 10),
  });
}
