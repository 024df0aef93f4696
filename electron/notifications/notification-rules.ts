import { isDeepStrictEqual } from 'node:util';
import type { Snapshot, AccountView } from '#contract/views.ts';
import type { Problem } from '#contract/problem.ts';
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

/** Milliseconds. */
const day = 86_400_000;

/** Turns changes of the snapshot into notices, until the returned function is called. */
export function watchForNotifications(options: NotificationRulesOptions): () => void {
  const { source, state, texts, notify, clock, signIn, openWindow } = options;
  let before: Snapshot | undefined;
  let vaultLocked = options.vaultLocked ?? false;
  const snoozed = new Set<() => void>();
  const show = (notice: Notice): void => {
    const { kind, about, page } = notice;
    const go = (): void => (kind === 'needs-sign-in' ? signIn(about) : openWindow(page));
    const shows = page === accountPage(about) ? 'menu.show-account' : 'menu.open-client';
    const label = texts(kind === 'needs-sign-in' ? 'notice.sign-in' : shows);
    const later = { label: texts('notice.tomorrow'), chosen: () => tomorrow(notice) };
    // nobody is needed for a success
    notify(noticeText(notice, texts), go, kind === 'first-success' ? [] : [{ label, chosen: go }, later]);
  };
  const tomorrow = ({ kind, about }: Notice): void => {
    const cancel = clock.after(day, () => {
      snoozed.delete(cancel);
      // as it stands then: what has been mended meanwhile is not told
      const due = before === undefined ? [] : decideNotifications(undefined, before, new Set()).notices;
      const still = due.find((one) => one.kind === kind && one.about === about);
      if (still !== undefined) show(still);
    });
    snoozed.add(cancel);
  };
  const end = source.onSnapshot((now) => {
    // settings that cannot be read show no accounts: what was told of them stays told
    if (now.problem !== undefined) return;
    const told = new Set(state.values.toldCauses);
    const decided = decideNotifications(before, now, told);
    before = now;
    if (!isDeepStrictEqual(told, decided.told)) void state.set({ toldCauses: [...decided.told] });
    if (now.accounts.some((account) => account.state === 'ready' || account.state === 'needs-password'))
      vaultLocked = false;
    for (const notice of decided.notices) if (!vaultLocked || notice.kind !== 'refused') show(notice);
  });
  return () => {
    end();
    for (const cancel of snoozed) cancel();
  };
}

/** A button of a notice, where the desktop has them. */
export interface NotificationAction {
  readonly label: string;
  readonly chosen: () => void;
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
  // as a stream: of a character that is cut nothing is decoded
  const kept = new TextDecoder().decode(Buffer.from(text).subarray(0, room), { stream: true });
  return `${kept.replace(/\s+\S*$/u, '')}…`;
}

export function noticeText({ kind, values }: Notice, texts: Texts): NotificationText {
  return { title: texts(`notice.${kind}.title`, values), body: texts(`notice.${kind}.body`, values).trim() };
}

export function accountPage(accountId: string): string {
  return `/account/${encodeURIComponent(accountId)}`;
}

export function clientPage(clientId: string): string {
  return `/client/${encodeURIComponent(clientId)}`;
}

/** The screen that mends a problem of an account. */
export function pageOf(
  account: Pick<AccountView, 'id' | 'clientId'>,
  problem: Partial<Problem> | undefined,
): string {
  return problem?.remedy === 'open-client' ? clientPage(account.clientId) : accountPage(account.id);
}

/** A notice as it is shown. */
export interface NotificationText {
  readonly title: string;
  readonly body: string;
}

/** Something worth a person's eye, once. */
export interface Notice {
  readonly kind:
    | 'needs-sign-in'
    | 'first-success'
    | 'first-login'
    | 'sign-in-doubt'
    | 'refused'
    | `${'secret' | 'certificate'}-${'expiring' | 'expired'}`;
  /** The id of the account or the OAuth client. */
  readonly about: string;
  /** The screen that shows it. */
  readonly page: string;
  /** What its texts name. */
  readonly values: Readonly<Record<string, string | Message>>;
}

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
    const { id } = account;
    // what is not well stays told
    if (account.state !== 'ready' && account.state !== 'needs-password')
      for (const cause of told) if (cause.startsWith(`${id}/`)) still.add(cause);
    const earlier = before?.accounts.find((candidate) => candidate.id === id);
    const found = noticeOf(account, earlier);
    if (found === undefined) continue;
    const { cause, kind, values } = found;
    const notice = {
      kind,
      about: id,
      page: kind === 'refused' ? pageOf(account, account.problem) : accountPage(id),
      values: { address: account.address, ...values },
    };
    if (cause === undefined) notices.push(notice);
    else tell(`${id}/${cause}`, notice);
  }
  for (const client of now.clients) {
    const { id, name, credential, credentialExpiresInDays: days, credentialExpires = '' } = client;
    const warning = days === undefined || client.usedBy === 0 ? undefined : expiryStage(days);
    if (warning === undefined) continue;
    tell(`${id}/credential/${credentialExpires}/${String(warning)}`, {
      kind: `${credential === 'certificate' ? credential : 'secret'}-${warning === 0 ? 'expired' : 'expiring'}`,
      about: id,
      page: clientPage(id),
      values: { client: name, date: credentialExpires.slice(0, 10) },
    });
  }
  return { notices, told: still };
}

/** What an account's person is told; without a cause it is told whatever was told before. */
function noticeOf(
  { state, signedInAt, firstLogin, problem, doubt }: AccountView,
  before: AccountView | undefined,
): (Pick<Notice, 'kind'> & Partial<Notice> & { readonly cause?: string }) | undefined {
  switch (state) {
    case 'needs-sign-in':
      if (signedInAt !== undefined) return { kind: state, cause: state };
      // one that never was signed in is being set up, and one that its person signed out is known to need it; of one
      // that a first login has made nobody knows but its mail program
      if (firstLogin === undefined) return undefined;
      return { kind: 'first-login', cause: 'first-login', values: { peer: firstLogin.peer } };
    case 'refused': {
      const { code = 'refused', message = verbatim(''), fix = verbatim('') } = problem ?? {};
      return { kind: state, cause: `refused/${code}`, values: { message, fix } };
    }
    case 'needs-password':
    case 'ready':
      if (doubt !== undefined) return { kind: 'sign-in-doubt', cause: 'doubt', values: { message: doubt } };
      if (before?.state !== 'signing-in' || before.signedInAt !== undefined) return undefined;
      return { kind: 'first-success' };
    case 'signing-in':
    case 'unreachable':
    case 'paused':
      return undefined;
    default:
      return state satisfies never;
  }
}
