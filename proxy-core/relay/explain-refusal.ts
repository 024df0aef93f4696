import type { Message } from '#messages/message.ts';
import type { FoundAccount } from '#core/accounts/account-directory.ts';
import type { Protocol } from '#contract/endpoints.ts';
import type { Refusal, UpstreamRefusal } from '#core/mail/dialogue.ts';

/** A login that a provider's mail server said no to although there was a token, or the first command behind it. */
export interface RefusedLogin {
  readonly found: FoundAccount;
  readonly protocol: Protocol;
  readonly refusal: Omit<UpstreamRefusal, 'kind'> & { readonly kind: UpstreamRefusal['kind'] | 'late' };
  readonly token: string;
  readonly host: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Tells a person what a mail server meant, and what to do. */
export type ExplainRefusal = (refused: RefusedLogin) => { readonly message: Message; readonly fix: Message };

/** What a mail client hears of an upstream's no. */
export const refusalKind = {
  credentials: 'refused',
  busy: 'busy',
  temporary: 'temporary',
  protocol: 'temporary',
} as const satisfies Record<UpstreamRefusal['kind'], Refusal['kind']>;
