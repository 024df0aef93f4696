import { isDeepStrictEqual } from 'node:util';
import { inEnglish } from '#messages/format.ts';
import { problemText } from '#messages/message.ts';
import type { Listeners, Settings } from '#contract/settings.ts';
import { BuiltInClients } from '#core/accounts/built-in-clients.ts';
import type { Activity } from '#core/logging/activity.ts';
import { Policy } from '#core/policy/policy.ts';
import type { SettingsStore } from '#core/storage/settings-file.ts';
import type { GatewayOptions } from './gateway-options.ts';

/** How often the organization's policy is read again, which no system tells of in the same way; milliseconds. */
const policyEvery = 15 * 60_000;

/**
 * The settings as they hold: those that are kept, the clients that come with the build among them, and above all what
 * the organization sets.
 */
export class EffectiveSettings {
  readonly builtIn: BuiltInClients;
  readonly policy: Policy;
  readonly store: SettingsStore<Settings>;
  readonly #options: Pick<GatewayOptions, 'clock' | 'listeners'>;
  readonly #activity: Pick<Activity, 'note'>;
  /** What is wrong with the policy, as far as it was told. */
  #told: readonly string[] = [];

  constructor(
    options: Pick<GatewayOptions, 'settings' | 'registrations' | 'policy' | 'clock' | 'listeners'>,
    activity: Pick<Activity, 'note'>,
  ) {
    this.#options = options;
    this.#activity = activity;
    this.builtIn = new BuiltInClients({ file: options.registrations, activity });
    this.policy = options.policy ?? new Policy();
    this.store = this.policy.over(this.builtIn.over(options.settings));
  }

  /**
   * Reads what comes with the build and what the organization sets, once more where it was read before; what is wrong
   * with it is told once. Never rejects.
   * @param settings - as they were before
   * @returns the accounts, by their ids, that an organization which sets something else now may be about, and those of
   *   them that it does not allow
   */
  async load({ accounts, clients }: Settings): Promise<{
    readonly changed: readonly string[];
    readonly refused: readonly string[];
  }> {
    const { values: before } = this.policy;
    await this.policy.load();
    const texts = (this.policy.view?.problems ?? []).map(problemText);
    for (const text of texts) {
      if (!this.#told.includes(inEnglish(text)))
        this.#activity.note({ kind: 'settings', level: 'warning', text });
    }
    this.#told = texts.map(inEnglish);
    await this.builtIn.load(this.policy.values);
    if (isDeepStrictEqual(before, this.policy.values)) return { changed: [], refused: [] };
    const refused = accounts.filter(({ address, clientId }) => {
      const provider = clients.find((client) => client.id === clientId)?.provider;
      return this.policy.refusalOf(address, provider) !== undefined;
    });
    return { changed: accounts.map(({ id }) => id), refused: refused.map(({ id }) => id) };
  }

  /** The ports and addresses of this run: what was chosen at its start goes before what is set, the organization before both. */
  listeners({ listeners }: Settings): Listeners {
    return this.policy.layListeners({ ...listeners, ...this.#options.listeners });
  }

  /** Calls back from time to time, where there is a place for a policy; ends with the returned function. */
  watch(look: () => Promise<void>): () => void {
    let cancel: (() => void) | undefined;
    const wait = (): void => {
      cancel = this.#options.clock.after(policyEvery, () => {
        wait();
        void look();
      });
    };
    if (this.policy.hasSources) wait();
    return () => cancel?.();
  }
}
