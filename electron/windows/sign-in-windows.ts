import { z } from 'zod';
import type { Clock } from '#core/logging/clock.ts';
import type { Logger } from '#core/logging/logger.ts';
import type { Snapshot } from '#contract/views.ts';
import type { OpenPage, ToldSignIn } from '#core/oauth/sign-in.ts';
import { channels } from '../ipc/channels.ts';
import { done, type IpcRegistrar } from '../ipc/registrar.ts';
import { type ExternalPages, signInPage, signInPlace } from '../navigation.ts';
import type { SignInWindow, SignInWindowOptions } from './sign-in-window.ts';

type Shown = Pick<
  SignInWindow,
  'isBar' | 'tellBar' | 'redraw' | 'act' | 'answer' | 'ended' | 'focus' | 'close' | 'showsOutcome'
>;

export interface SignInWindowsOptions {
  readonly snapshot: () => Snapshot;
  readonly cancel: (accountId: string) => void;
  readonly external: ExternalPages;
  /** The browser could not be opened: the account's page has the address, to be copied. */
  readonly notOpened: (accountId: string) => void;
  readonly place: () => 'window' | 'browser';
  readonly registrar: IpcRegistrar;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly makeWindow: (
    about: Pick<
      SignInWindowOptions,
      'url' | 'account' | 'userCode' | 'closedByPerson' | 'distrusted' | 'useBrowser'
    >,
  ) => Shown;
}

/** The last page says that it went well: time to read that. Milliseconds. */
const closeDelay = 1_500;

/** Shows the pages of sign-ins, at most one window for an account, each in the place that suits its provider. */
export class SignInWindows {
  readonly #options: SignInWindowsOptions;
  readonly #windows = new Map<string, Shown>();
  readonly #codes = new Map<string, string>();
  readonly #underWay = new WeakSet<Shown>();
  /** Their last page asks the person to look at something. */
  readonly #inDoubt = new WeakSet<Shown>();

  constructor(options: SignInWindowsOptions) {
    this.#options = options;
    const answer = <Input>(
      channel: string,
      schema: z.ZodType<Input>,
      act: (window: Shown, input: Input) => void,
    ): void =>
      options.registrar.answer('sign-in-bar', channel, schema, async (input, from) => {
        const window = [...this.#windows.values()].find((one) => one.isBar(from));
        if (window !== undefined) act(window, input);
        return done();
      });
    answer(channels.barReady, z.tuple([]), (window) => window.tellBar());
    answer(channels.barAct, z.tuple([z.enum(['use-browser', 'cancel'])]), (window, [what]) =>
      window.act(what),
    );
    answer(channels.barAnswer, z.tuple([z.array(z.string().max(1_000)).max(2)]), (window, [values]) =>
      window.answer(values),
    );
  }

  /** What the core tells of a sign-in: before its page is opened the code, for device codes; at the end a doubt. */
  shown(shown: ToldSignIn, accountId: string): void {
    const window = this.#windows.get(accountId);
    if (shown.doubt !== undefined && window !== undefined) {
      this.#inDoubt.add(window);
      window.ended();
    }
    if (shown.userCode === undefined) this.#codes.delete(accountId);
    else this.#codes.set(accountId, shown.userCode);
  }

  /** Opens a sign-in's page: the core's hook. */
  readonly openPage: OpenPage = async (url, { accountId }) => {
    const { snapshot, place, makeWindow, cancel } = this.#options;
    const { accounts, clients } = snapshot();
    const account = accounts.find((candidate) => candidate.id === accountId);
    const client = clients.find((candidate) => candidate.id === account?.clientId);
    const page = signInPage(url);
    // closed by its person later, one that is left over would cancel this sign-in
    const former = this.#windows.get(accountId);
    if (former !== undefined) this.#take(accountId, former);
    if (account === undefined || signInPlace(page, client, place()) === 'browser') {
      await this.#openInBrowser(page, accountId);
      return;
    }
    const forget = (): void => {
      if (this.#windows.get(accountId) === window) this.#windows.delete(accountId);
    };
    const window = makeWindow({
      url: page,
      account: account.address,
      userCode: this.#codes.get(accountId),
      closedByPerson: () => {
        forget();
        cancel(accountId);
      },
      distrusted: () => cancel(accountId),
      useBrowser: () => {
        forget();
        void this.#openInBrowser(page, accountId);
      },
    });
    this.#windows.set(accountId, window);
  };

  /**
   * A new snapshot: windows of sign-ins that are over go. After a success there is time to read that; a failure
   * or a doubt that is told in the window stays until the person has read it.
   */
  follow(snapshot: Snapshot): void {
    for (const [accountId, window] of this.#windows) {
      const account = snapshot.accounts.find((candidate) => candidate.id === accountId);
      // also where the account was paused meanwhile
      if (account?.state === 'signing-in' || account?.signIn !== undefined) {
        this.#underWay.add(window);
        continue;
      }
      // a snapshot from before the sign-in began says nothing about it
      if (account !== undefined && !this.#underWay.delete(window)) continue;
      if (account?.state === 'ready' || account?.state === 'needs-password') {
        this.#options.clock.after(closeDelay, () => {
          if (!this.#inDoubt.has(window)) this.#take(accountId, window);
        });
      } else if (account === undefined || !window.showsOutcome) this.#take(accountId, window);
      else window.ended();
    }
  }

  /** Another language was chosen. */
  redraw(): void {
    for (const window of this.#windows.values()) window.redraw();
  }

  /** Brings an account's window to the front. @returns false - it has none */
  focus(accountId: string): boolean {
    const window = this.#windows.get(accountId);
    window?.focus();
    return window !== undefined;
  }

  /** How many windows there are. */
  get open(): number {
    return this.#windows.size;
  }

  closeAll(): void {
    for (const [accountId, window] of this.#windows) this.#take(accountId, window);
  }

  #take(accountId: string, window: Shown): void {
    if (this.#windows.get(accountId) !== window) return;
    this.#windows.delete(accountId);
    window.close();
  }

  async #openInBrowser(url: string, accountId: string): Promise<void> {
    try {
      await this.#options.external.openSignIn(url);
    } catch (error) {
      this.#options.logger.warn('the browser could not be opened', { error });
      // the sign-in goes on
      this.#options.notOpened(accountId);
    }
  }
}
