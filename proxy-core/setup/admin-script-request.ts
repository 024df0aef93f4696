import { canonicalAddress } from '../accounts/account.ts';
import type { OAuthClient } from '../accounts/oauth-client.ts';
import { powershellComment } from './powershell-text.ts';
import { SetupError } from './setup-error.ts';

export interface AdminScriptRequest {
  readonly client: Pick<
    OAuthClient,
    'name' | 'provider' | 'grant' | 'cloud' | 'tenant' | 'clientId' | 'tokenUrl'
  >;
  /** User mailboxes and shared ones, by their primary addresses. */
  readonly mailboxes: readonly string[];
  /**
   * How the application may send as the mailboxes.
   * - none: it reads only
   * - permission: Send As on each mailbox; the application needs the permission SMTP.SendAsApp in Entra
   * - rbac: a role of Exchange's own, for these mailboxes only; then without SMTP.SendAsApp in Entra
   */
  readonly sendAs: 'none' | 'permission' | 'rbac';
  /** Switch SMTP sign-in on for each mailbox where it is off, by its own setting or the organization's. */
  readonly smtpAuth: boolean;
  /** The application in its organization, where one of its tokens told: its `oid` and `tid`. */
  readonly principal?: { readonly objectId: string; readonly tenant?: string | undefined } | undefined;
}

export const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** RFC 5322's atext and dots, and letters of other scripts: what Exchange takes for an address. */
const mailbox =
  /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,251}[\p{L}\p{N}])?$/u;
const mostMailboxes = 2_000;

/** @throws SetupError - not-microsoft, not-app-only, malformed */
export function refuseUnfit(client: AdminScriptRequest['client']): void {
  const atMicrosoft =
    client.provider === 'microsoft365' ||
    (client.provider === 'custom' && (client.tokenUrl ?? '').includes('://login.'));
  if (!atMicrosoft) {
    throw new SetupError(
      'not-microsoft',
      `${client.name} is not a client of Microsoft 365: there is nothing to set up in Exchange.`,
      'Choose a client of Microsoft 365.',
    );
  }
  if (client.grant !== 'client-credentials') {
    throw new SetupError(
      'not-app-only',
      `${client.name} signs people in, who have their mailboxes already: it needs no service principal in Exchange.`,
      'Choose the client that uses the grant “Client credentials”. For this one, granting consent is enough.',
    );
  }
  if (!guid.test(client.clientId)) {
    throw new SetupError(
      'malformed',
      `The Client ID of ${client.name} is not an Application (client) ID: it must look like 11111111-2222-3333-4444-555555555555.`,
      'Copy it from the Overview page of the app registration in the Entra admin center.',
    );
  }
}

/**
 * The mailboxes, each once.
 * @throws SetupError - malformed
 */
export function checkedMailboxes(addresses: readonly string[]): string[] {
  const found = new Map<string, string>();
  for (const address of addresses.map((one) => one.trim())) {
    if (!mailbox.test(address) || address.startsWith('*@')) {
      throw new SetupError(
        'malformed',
        `${powershellComment(address).slice(0, 100)} is not the address of a mailbox.`,
        'Name each mailbox by its primary address, like anna@example.org.',
      );
    }
    found.set(canonicalAddress(address), address);
  }
  if (found.size === 0 || found.size > mostMailboxes) {
    throw new SetupError(
      'malformed',
      found.size === 0 ? 'No mailbox is named.' : `More than ${String(mostMailboxes)} mailboxes are named.`,
      found.size === 0 ? 'Name the mailboxes that the client is to open.' : 'Make several scripts.',
    );
  }
  return [...found.values()];
}
