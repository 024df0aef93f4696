import type { FoundAccount } from '../accounts/account-directory.ts';
import type { Protocol } from '../accounts/protocol.ts';
import type { UpstreamRefusal } from '../mail/dialogue.ts';

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
export type ExplainRefusal = (refused: RefusedLogin) => { readonly message: string; readonly fix: string };
