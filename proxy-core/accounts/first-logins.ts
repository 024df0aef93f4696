import { randomUUID } from 'node:crypto';
import { type Account, isForPeople } from '#contract/account.ts';
import type { Settings } from '#contract/settings.ts';
import type { Activity } from '#core/logging/activity.ts';
import type { Clock } from '#core/logging/clock.ts';
import { msg } from '#messages/message.ts';
import type { FoundAccount } from './account-directory.ts';
import type { LocalPasswords } from './local-passwords.ts';
import { addAccount, SettingsChangeError } from './settings-changes.ts';

/** New accounts per domain and hour: as many as it can have passwords at once. Each one notifies somebody. */
const mostInAnHour = 20;
const hour = 3_600_000;

/**
 * What became of a first login.
 * - admitted: the address has an account now, which this password opens
 * - taken: another login was first, with this password or for this address
 * - too-many: the domain has got as many accounts in this hour as it may
 */
export type FirstLogin = 'admitted' | 'taken' | 'too-many';

/** What first logins are made accounts with. */
interface FirstLoginsDeps {
  readonly passwords: Pick<LocalPasswords, 'handOver'>;
  /** Changes and keeps the settings, and puts them in force. */
  readonly update: (change: (settings: Settings) => Settings) => Promise<unknown>;
  readonly activity: Pick<Activity, 'note'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Makes accounts of the first logins under a `*@domain` whose people sign in themselves. */
export class FirstLogins {
  readonly #deps: () => FirstLoginsDeps;
  /** By the domain's account: when it got accounts within the last hour. */
  readonly #admitted = new Map<string, readonly number[]>();

  /** @param deps - asked at each login: a change of the settings puts them in force, and that takes all the others */
  constructor(deps: () => FirstLoginsDeps) {
    this.#deps = deps;
  }

  /**
   * Makes an account for the address that has just logged in with one of the domain's passwords. From then on that
   * password belongs to this account alone: knowing one of the domain's passwords opens no mailbox but one's own.
   * @param peer - where the login came from, for whoever is asked to sign in
   * @throws VaultError, SettingsFileError - the account could not be kept; nothing was changed
   */
  async admit(
    found: FoundAccount,
    { password, peer }: { readonly password: string; readonly peer: string },
  ): Promise<FirstLogin> {
    const { account: domain, subject: address } = found;
    const { passwords, update, activity, clock } = this.#deps();
    const now = clock.now();
    const lately = (this.#admitted.get(domain.id) ?? []).filter((at) => now - at < hour);
    if (lately.length >= mostInAnHour) return 'too-many';
    const account: Account = {
      id: randomUUID(),
      address,
      clientId: domain.clientId,
      passwordMode: 'own',
      submission: domain.submission,
      submissionRewrites: domain.submissionRewrites,
      firstLogin: { at: new Date(now).toISOString(), peer },
      paused: false,
    };
    try {
      const name = await passwords.handOver(domain.id, password, account.id, () =>
        update((settings) => addAccount(settings, account)),
      );
      if (name === undefined) return 'taken';
      this.#admitted.set(domain.id, [...lately, now]);
      activity.note({
        kind: 'sign-in',
        level: 'warning',
        text: msg('activity.firstLogin', { address, name, peer }),
        accountId: account.id,
        peer,
        details: { fix: msg('signIn.openMailwicketSign') },
      });
      return 'admitted';
    } catch (error) {
      // with another of the domain's passwords, which alone opens it
      if (error instanceof SettingsChangeError && error.code === 'exists') return 'taken';
      throw error;
    }
  }
}

/** Whether this login becomes an account if its password is right. */
export function isFirstLogin(found: FoundAccount | undefined): found is FoundAccount {
  return found !== undefined && isForPeople(found.account.address, found.client.grant);
}
