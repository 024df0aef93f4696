import { z } from 'zod';
import type { Language } from '#messages/languages.ts';
import type { Message } from '#messages/message.ts';
import type { GrantType } from '#contract/grants.ts';
import type { Account } from '#contract/account.ts';
import type { ResolvedClient } from '#core/accounts/resolve-client.ts';
import type { Attempt } from './shared-attempts.ts';

export interface AccessToken {
  readonly value: string;
  /** Milliseconds since 1970, by this machine's clock. */
  readonly obtainedAt: number;
  /** Milliseconds since 1970, by this machine's clock. */
  readonly expiresAt: number;
}

/** What a provider gave. */
export interface Issued {
  readonly token: AccessToken;
  /** Who signed in, as the provider tells it (an address or a user principal name), where it tells it. */
  readonly identity?: string | undefined;
  /** The scopes that were granted, separated by spaces, where the provider tells them. */
  readonly scope?: string | undefined;
  /** A sign-in of which it cannot be told whether it was the right person's: what to look at. */
  readonly doubt?: Message | undefined;
}

/** How the client proves itself to the token endpoint. */
export const credentialSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('secret'), secret: z.string() }),
  /** PEM texts. */
  z.object({ kind: z.literal('certificate'), certificate: z.string(), privateKey: z.string() }),
  /** A Google service account's key file (JSON). */
  z.object({ kind: z.literal('service-account-key'), json: z.string() }),
]);
export type ClientCredential = z.infer<typeof credentialSchema>;

/** An account with what it signs in with, as the settings and the vault have it now. */
export interface AccountContext {
  readonly account: Account;
  readonly client: ResolvedClient;
  readonly credential: ClientCredential;
}

export interface GrantRequest {
  readonly account: Account;
  /** The mailbox that the token is for: the account's address, or the one picked from a whole domain. */
  readonly subject: string;
  /** With everything that the preset fills in. */
  readonly client: ResolvedClient;
  readonly credential: ClientCredential;
  /** The scopes to ask for now: the client's, or those of one use that has tokens of its own. */
  readonly scope: string;
  /** Scopes of another audience that the person is to consent to as well: tokens for them come by the refresh token. */
  readonly alsoConsent?: string | undefined;
  /** The account's own password: for the password grant, from the client's login. */
  readonly password?: string | undefined;
  /** What this grant kept at its last success (a refresh token, a library's cache), or undefined. */
  readonly state: string | undefined;
  /**
   * Keeps the new state, with the token or with why there is none: on disk before a token is handed out, or in memory for
   * as long as the disk takes nothing.
   */
  save(state: string): Promise<void>;
  /** Ask the provider even if a token at hand looks good (it was refused by the mail server). */
  readonly fresh: boolean;
  readonly signal: AbortSignal;
}

export interface Interaction {
  /** Of the page that the browser comes back to; the browser's where left out. */
  readonly language?: Language | undefined;
  /** Where other nodes may end it too; left out where nobody shares it. */
  readonly attempt?: Attempt | undefined;
  /** Open this page for the person to sign in (the system's browser, or a window). The URL is shown too. */
  open(url: string): Promise<void>;
  /**
   * Takes what the provider gave, before the person is told how it went: it is judged and kept. Once for a sign-in.
   * @returns what the person is to look at, where something remains in doubt
   * @throws OAuthError - it is refused, and the person is told why
   */
  settle?(issued: Issued): Promise<Message | undefined>;
  /** Device code: show this code and where to type it. */
  showCode(code: {
    readonly userCode: string;
    readonly verificationUri: string;
    readonly verificationUriComplete?: string | undefined;
    /** Milliseconds since 1970. */
    readonly expiresAt: number;
    readonly message: Message;
    /** What it is for, where another came before it. */
    readonly why?: Message;
  }): Promise<void>;
}

/** One way of getting tokens: an engine and a flow. */
export interface Grant {
  /** A token with nobody present. @throws OAuthError - NeedsSignInError only where a person must act */
  renew(request: GrantRequest): Promise<Issued>;
  /**
   * A token with a person's help; only where somebody must sign in once, before tokens can be had without anybody.
   * @throws OAuthError
   */
  signIn?(request: GrantRequest, interaction: Interaction): Promise<Issued>;
}

/** An engine's grants; with some of them a person signs in. */
export type Grants<Kinds extends GrantType> = {
  readonly [Kind in Kinds]: Kind extends 'authorization-code' | 'device-code' ? Required<Grant> : Grant;
};
