import type { Language } from '#messages/languages.ts';
import { verbatim } from '#messages/message.ts';
import type { AccountView, Snapshot, ListenerView } from '#contract/views.ts';
import { problemOf } from '#core/errors/problem-of.ts';
import type { Gateway } from '#core/gateway.ts';
import type { Logger } from '#core/logging/logger.ts';
import type { HostState } from './shell-state.ts';
import {
  accountPage,
  clientPage,
  pageOf,
  type NotificationText,
} from './notifications/notification-rules.ts';
import type { Texts } from './localizer.ts';
import { canBeChecked, type TrayAction } from './tray/tray-menu.ts';
import { endpointOf, protocolName } from '#contract/endpoints.ts';

export interface ShellActionsOptions {
  readonly gateway: Pick<Gateway, 'run'> & { readonly snapshot: Snapshot };
  readonly host: HostState;
  readonly texts: Texts;
  /** The language of the moment. */
  readonly language: () => Language;
  readonly logger: Logger;
  readonly openWindow: (page?: string) => void;
  /** Brings a sign-in's window to the front, if it has one. */
  readonly focusSignIn: (accountId: string) => boolean;
  readonly notify: (text: NotificationText, clicked: () => void) => void;
  readonly copy: (text: string) => Promise<void>;
  readonly setStartAtLogin: (on: boolean) => Promise<void>;
  readonly checkUpdates: () => Promise<void>;
  readonly quit: () => void;
  /** Ends, and starts anew. */
  readonly restart: () => void;
}

/** What the tray's menu and the notices do. */
export class ShellActions {
  readonly #options: ShellActionsOptions;

  constructor(options: ShellActionsOptions) {
    this.#options = options;
  }

  /** Does what a line of the menu asks for. Never rejects: troubles are told in a notice or shown in the window. */
  readonly perform = async (action: TrayAction): Promise<void> => {
    const { logger, notify, texts, openWindow } = this.#options;
    try {
      await this.#perform(action);
    } catch (error) {
      logger.error('what the menu asked for has failed', { action: action.do, error });
      const { message, fix = verbatim('') } = problemOf(error);
      const body = texts('notice.action-failed.body', { message, fix }).trim();
      notify({ title: texts('notice.action-failed.title'), body }, () => openWindow());
    }
  };

  /** Signs an account in, in the way that its client does. */
  async signIn(accountId: string): Promise<void> {
    const { gateway, openWindow, notify, texts, language, focusSignIn } = this.#options;
    const account = this.#account(accountId);
    const state = account?.state;
    // a notice, or a menu that is open, may be older than what has happened since
    if (account === undefined || (state !== 'needs-sign-in' && state !== 'refused')) {
      if (state !== 'signing-in' || !focusSignIn(accountId)) openWindow(accountPage(accountId));
      return;
    }
    const { clients } = gateway.snapshot;
    const grant = clients.find((client) => client.id === account.clientId)?.grant;
    // a password must be entered first, and a code read: both are on the account's page
    if (grant === 'password' || grant === 'device-code') openWindow(accountPage(accountId));
    if (grant === 'password') return;
    const result = await gateway.run('account-authorize', { account: accountId, language: language() });
    if (result.ok || result.code === 'cancelled') return;
    const title = texts('notice.sign-in-failed.title', { address: account.address });
    const { message, fix = verbatim('') } = result;
    const body = texts('notice.sign-in-failed.body', { message, fix }).trim();
    notify({ title, body }, () => openWindow(pageOf(account, result)));
  }

  async #perform(action: TrayAction): Promise<void> {
    const { gateway, openWindow, quit, restart, setStartAtLogin, checkUpdates } = this.#options;
    switch (action.do) {
      case 'open':
        return openWindow();
      case 'open-account':
        return openWindow(accountPage(action.accountId));
      case 'open-client':
        return openWindow(clientPage(this.#account(action.accountId)?.clientId ?? ''));
      case 'sign-in':
        return this.signIn(action.accountId);
      case 'cancel-sign-in':
      case 'pause':
      case 'resume':
        return this.#run(action.accountId, `account-${action.do}`);
      case 'copy-settings':
        return this.#copySettings(action.accountId);
      case 'pause-all':
      case 'resume-all': {
        const command = action.do === 'pause-all' ? 'account-pause' : 'account-resume';
        for (const { id, state } of gateway.snapshot.accounts)
          if ((state === 'paused') === (command === 'account-resume')) await this.#run(id, command);
        return;
      }
      case 'check-all':
        return this.#checkAll();
      case 'set-start-at-login':
        return setStartAtLogin(action.on);
      case 'check-updates':
        return checkUpdates();
      case 'restart':
        return restart();
      case 'quit':
        return quit();
    }
  }

  async #run(
    accountId: string,
    command: 'account-pause' | 'account-resume' | 'account-cancel-sign-in',
  ): Promise<void> {
    const result = await this.#options.gateway.run(command, { account: accountId });
    // the window shows what is wrong with it
    if (!result.ok) this.#options.openWindow(accountPage(accountId));
  }

  async #copySettings(accountId: string): Promise<void> {
    const { gateway, copy, texts, notify, openWindow } = this.#options;
    const account = this.#account(accountId);
    if (account === undefined) return;
    await copy(mailSettingsText(account, gateway.snapshot.listeners, texts));
    const { address } = account;
    notify({ title: texts('notice.copied.title'), body: texts('notice.copied.body', { address }) }, () =>
      openWindow(accountPage(accountId)),
    );
  }

  async #checkAll(): Promise<void> {
    const { gateway, host, texts, notify, openWindow } = this.#options;
    const accounts = gateway.snapshot.accounts.filter(canBeChecked);
    if (host.facts.checking || accounts.length === 0) return;
    host.set({ checking: true });
    const bad: AccountView[] = [];
    try {
      for (const account of accounts) {
        const result = await gateway.run('check', { account: account.id });
        if (!result.ok || !result.value.ok) bad.push(account);
      }
    } finally {
      host.set({ checking: false });
    }
    const [first] = bad;
    if (first === undefined) {
      const title = texts('notice.check-good', { count: accounts.length });
      return notify({ title, body: '' }, () => openWindow());
    }
    const title = texts('notice.check-bad', { count: bad.length });
    notify({ title, body: texts('notice.check-body') }, () =>
      openWindow(bad.length === 1 ? accountPage(first.id) : '/accounts'),
    );
  }

  #account(accountId: string): AccountView | undefined {
    return this.#options.gateway.snapshot.accounts.find((account) => account.id === accountId);
  }
}

/** What to enter in a mail program, as lines of text. Holds no password. */
export function mailSettingsText(
  account: AccountView,
  listeners: readonly ListenerView[],
  texts: Texts,
): string {
  const endpoints = listeners.filter(({ addresses }) => addresses.length > 0).map(endpointOf);
  return [
    texts('settings-text.title', { address: account.address }),
    ...endpoints.map(({ protocol, host, port, security }) =>
      texts('settings-text.line', {
        protocol: protocolName[protocol],
        host,
        port,
        security: texts(`settings-text.security-${security}`),
      }),
    ),
    texts('settings-text.user', { address: account.address }),
    texts(`settings-text.password-${account.passwordMode}`),
    '',
  ].join('\n');
}
