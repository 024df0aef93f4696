import { verbatim } from '#messages/message.ts';
import { accountSchema } from '#contract/account.ts';
import { oauthClientSchema } from '#contract/oauth-client.ts';
import type { LogDetails, Logger } from '#core/logging/logger.ts';
import type { AccountContext } from '#core/oauth/grant.ts';
import type { ResolvedClient } from '#core/accounts/resolve-client.ts';
import type { GrantRequest, Interaction, Issued } from '#core/oauth/grant.ts';
import { OAuthError, type OAuthErrorCode } from '#core/errors/oauth-error.ts';
import { Attempts } from '#core/oauth/shared-attempts.ts';
import { TokenManager, type TokenRequest } from '#core/oauth/token-manager.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeGrant } from '../../support/fake-grant.ts';
import { MemoryVault } from '../../support/memory-vault.ts';

export const minute = 60_000;
export const hour = 60 * minute;
export const accountId = '11111111-1111-4111-8111-111111111111';
export const entryName = `account/${accountId}/tokens`;
export const anna = 'anna@example.org';

export const nobody: Interaction = { open: async () => undefined, showCode: async () => undefined };

/** An account, its client and a manager, with a clock and a provider that the test turns. */
export class TokenBench {
  readonly clock: FakeClock;
  readonly vault: MemoryVault;
  readonly grant: FakeGrant;
  readonly manager: TokenManager;
  readonly logged: string[] = [];
  context: AccountContext | undefined;
  #issued = 0;

  constructor(
    options: {
      interactive?: boolean;
      client?: Partial<ResolvedClient>;
      account?: Record<string, unknown>;
      clock?: FakeClock;
      vault?: MemoryVault;
      /** Several nodes have the vault together. */
      isShared?: boolean;
    } = {},
  ) {
    this.clock = options.clock ?? new FakeClock();
    this.vault = options.vault ?? new MemoryVault();
    this.grant = new FakeGrant(options.interactive ?? false);
    const client = oauthClientSchema.parse({
      id: '22222222-2222-4222-8222-222222222222',
      name: 'Office',
      provider: 'custom',
      grant: options.interactive === true ? 'authorization-code' : 'client-credentials',
      clientId: 'app',
      credential: 'none',
    });
    this.context = {
      account: accountSchema.parse({
        id: accountId,
        address: anna,
        clientId: client.id,
        passwordMode: 'own',
        ...options.account,
      }),
      client: {
        ...client,
        authorizationUrl: undefined,
        tokenUrl: 'https://login.example.org/token',
        deviceUrl: undefined,
        scope: 'mail',
        ownScopes: {},
        redirectUri: 'http://127.0.0.1',
        authorizationParameters: {},
        ...options.client,
      },
      credential: { kind: 'none' },
    };
    const log = (message: string, details?: LogDetails): void => {
      this.logged.push(`${message} ${JSON.stringify(details)}`);
    };
    const logger: Logger = { debug: log, info: log, warn: log, error: log };
    const { vault, clock } = this;
    this.manager = new TokenManager({
      vault,
      clock,
      logger,
      random: () => 0,
      grantFor: () => this.grant,
      accountFor: (id) => this.context && { ...this.context, account: { ...this.context.account, id } },
      ...(options.isShared === true && { attempts: new Attempts({ vault, clock, kind: 'sign-in' }) }),
    });
  }

  /** A login's request. */
  ask(request: Partial<TokenRequest> = {}): ReturnType<TokenManager['accessToken']> {
    return this.manager.accessToken({ accountId, subject: anna, use: 'imap', ...request });
  }

  /** A new token, different from all before. */
  issue(life: number = hour, extra: Partial<Issued> = {}): Issued {
    const obtainedAt = this.clock.now();
    this.#issued += 1;
    return { token: { value: `token-${this.#issued}`, obtainedAt, expiresAt: obtainedAt + life }, ...extra };
  }

  /** The provider answers at once from now on; a refresh token rotates at each renewal. */
  answering(life: number = hour): this {
    this.grant.respond = async (request: GrantRequest) => {
      const issued = this.issue(life);
      await request.save(`state-${this.#issued}`);
      return issued;
    };
    return this;
  }

  failing(code: OAuthErrorCode, retryAfter?: number): this {
    this.grant.respond = () => Promise.reject(trouble(code, retryAfter));
    return this;
  }

  get asked(): number {
    return this.grant.asked.length;
  }

  get state(): string {
    return this.manager.status(accountId).state;
  }
}

export function trouble(code: OAuthErrorCode, retryAfter?: number): OAuthError {
  return new OAuthError(code, verbatim(`it is ${code}`), { fix: verbatim('do something'), retryAfter });
}
