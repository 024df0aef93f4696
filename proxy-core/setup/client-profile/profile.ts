import type { ProviderId } from '#contract/providers/presets.ts';
import type { MailEndpoints } from './endpoints.ts';

/** What every profile is made from. No password is among it. */
export interface ProfileSubject {
  /** Stable: the same profile made again replaces the one before. */
  readonly accountId: string;
  /** What to type as the user name: the account's address. */
  readonly login: string;
  /** The address that mail is written from: the mailbox that the account opens. */
  readonly address: string;
  readonly provider: ProviderId;
  readonly endpoints: MailEndpoints;
  /** The local certificate authority (PEM), where a TLS port is open. */
  readonly authority: string | undefined;
}

/** A profile for one mail program. */
export interface Profile {
  readonly fileName: string;
  readonly mediaType: string;
  readonly content: string;
}

/** What the authority's file is called where a configuration names it. */
export const authorityFileName = 'mailwicket-ca.pem';

/** These put a copy of what is sent into the Sent folder themselves: a program's own copy would be the second. */
export function keepsSentCopies(provider: ProviderId): boolean {
  return provider === 'google' || provider === 'microsoft365' || provider === 'outlook';
}

/** What a file is called: only characters that every system takes in a name. */
export function fileNameFor(address: string, ending: string): string {
  const plain = address.normalize('NFKD').replace(/[^A-Za-z0-9.@_-]+/g, '');
  return `${plain.replace(/^[.-]+/, '').slice(0, 100) || 'mailwicket'}${ending}`;
}
