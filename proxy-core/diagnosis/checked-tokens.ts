import { msg, type Message } from '#messages/message.ts';
import type { FoundAccount } from '#core/accounts/account-directory.ts';
import { protocolName, protocols, type Protocol } from '#contract/endpoints.ts';
import type { Clock } from '#core/logging/clock.ts';
import { submissionApi, tokenUse } from '#core/accounts/submission.ts';
import type { TokenUse } from '#contract/submission.ts';
import type { ResolvedClient } from '#core/accounts/resolve-client.ts';
import type { AccessToken } from '#core/oauth/grant.ts';
import type { TokenManager, TokenRequest } from '#core/oauth/token-manager.ts';
import type { CheckStep } from '#contract/views.ts';
import { problemOf } from '#core/errors/problem-of.ts';

export interface CheckedTokensOptions {
  readonly found: FoundAccount;
  readonly client: ResolvedClient;
  readonly tokens: TokenManager;
  readonly clock: Clock;
  readonly steps: CheckSteps;
  readonly signal: AbortSignal;
}

/** What came of asking for a token; protocols with the same scope have one together. */
interface Share {
  token: AccessToken | undefined;
  /** A mail server has refused one already: what it says of the new one stands. */
  replaced: boolean;
}

/** The tokens of one check: asked for once for all protocols that share one, and replaced once at most. */
export class CheckedTokens {
  readonly #about: CheckedTokensOptions;
  readonly #shares = new Map<TokenUse | undefined, Share>();

  constructor(about: CheckedTokensOptions) {
    this.#about = about;
  }

  /** The token for a protocol; the step is told the first time. Undefined where there is none to be had. */
  async for(protocol: Protocol): Promise<AccessToken | undefined> {
    const known = this.#shares.get(this.#keyOf(protocol));
    if (known !== undefined) return known.token;
    const { tokens, clock, steps } = this.#about;
    const step = { name: 'token', protocol: this.ownerOf(protocol) } as const;
    const share: Share = { token: undefined, replaced: false };
    this.#shares.set(this.#keyOf(protocol), share);
    const since = clock.now();
    try {
      share.token = await tokens.accessToken(this.#request(protocol));
      const names = this.#sharing(protocol)
        .map((one) => protocolName[one])
        .join(', ');
      steps.passed(step, since, msg('check.tokenHand', { protocol: names }));
    } catch (error) {
      steps.failed(step, since, error);
    }
    return share.token;
  }

  /**
   * A new token in the place of one that the protocol's server refused, as a session gets it. The step is told.
   * @returns undefined where the server's refusal is the last word; 'none' where there is no new token to be had
   */
  async replace(protocol: Protocol, refused: AccessToken): Promise<AccessToken | undefined | 'none'> {
    const { tokens, clock, steps } = this.#about;
    const share = this.#shares.get(this.#keyOf(protocol));
    if (share === undefined || share.replaced) return undefined;
    share.replaced = true;
    const since = clock.now();
    try {
      const token = await tokens.replacedToken({ ...this.#request(protocol), refused });
      if (token === undefined) return undefined;
      share.token = token;
      const news = msg('check.serverDidNotTakeToken', { protocol: protocolName[protocol] });
      steps.passed({ name: 'token', protocol }, since, news);
      return token;
    } catch (error) {
      share.token = undefined;
      steps.failed({ name: 'token', protocol }, since, error);
      return 'none';
    }
  }

  /** The protocol whose token this is; undefined where others have the same. */
  ownerOf(protocol: Protocol): Protocol | undefined {
    return this.#sharing(protocol).length === 1 ? protocol : undefined;
  }

  /** The protocol's server has let this token in. */
  worked(protocol: Protocol, token: AccessToken): void {
    this.#about.tokens.worked(this.#request(protocol), token);
  }

  #request(protocol: Protocol): TokenRequest {
    const { account, subject } = this.#about.found;
    const use = tokenUse(this.#about.found, protocol);
    return { accountId: account.id, subject, use, signal: this.#about.signal };
  }

  #keyOf(protocol: Protocol): TokenUse | undefined {
    const use = tokenUse(this.#about.found, protocol);
    return this.#about.client.ownScopes[use] === undefined ? undefined : use;
  }

  /** The protocols that are served, by a server or through an API, and have this one's token. */
  #sharing(protocol: Protocol): Protocol[] {
    const { found, client } = this.#about;
    const key = this.#keyOf(protocol);
    const isServed = (one: Protocol): boolean =>
      client.servers[one] !== undefined || submissionApi(found, one) !== undefined;
    return protocols.filter((one) => isServed(one) && this.#keyOf(one) === key);
  }
}

/** Which step, and for which protocol; none for what all of them share. */
export interface StepName {
  readonly name: CheckStep['name'];
  readonly protocol?: Protocol | undefined;
}

/** The steps of one check, as they are done. */
export class CheckSteps {
  readonly #clock: Clock;
  readonly #onStep: ((step: CheckStep) => void) | undefined;
  readonly #all: CheckStep[] = [];

  constructor(clock: Clock, onStep: ((step: CheckStep) => void) | undefined) {
    this.#clock = clock;
    this.#onStep = onStep;
  }

  get all(): readonly CheckStep[] {
    return this.#all;
  }

  /** A step that went well, begun at `since` (milliseconds since 1970). */
  passed(step: StepName, since: number, message: Message): void {
    this.add(step, { ok: true, milliseconds: this.#clock.now() - since, message });
  }

  /** A step that ended in an error: its cause, who can do something, and what. */
  failed(step: StepName, since: number, error: unknown): void {
    const { code, message, fix, who, answer } = problemOf(error);
    const milliseconds = this.#clock.now() - since;
    this.add(step, { ok: false, milliseconds, message, code, fix, who, answer });
  }

  add({ name, protocol }: StepName, outcome: Omit<CheckStep, 'name' | 'protocol'>): void {
    const step = { name, protocol, ...outcome };
    this.#all.push(step);
    this.#onStep?.(step);
  }
}
