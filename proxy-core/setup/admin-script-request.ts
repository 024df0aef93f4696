import { msg } from '#messages/message.ts';
import { isWholeDomain, canonicalAddress } from '#contract/account.ts';
import type { OAuthClient } from '#contract/oauth-client.ts';
import { SetupError } from './setup-error.ts';
import { oneLine } from '#messages/plain-text.ts';

export interface AdminScriptRequest {
  readonly client: Pick<
    OAuthClient,
    'name' | 'provider' | 'grant' | 'cloud' | 'tenant' | 'clientId' | 'tokenUrl' | 'submission'
  >;
  /** User mailboxes and shared ones, by their primary addresses. */
  readonly mailboxes: readonly string[];
  /**
   * How the application may send as the mailboxes.
   * - none: it reads only
   * - permission: Send As on each mailbox; the application needs the permission SMTP.SendAsApp in Entra
   * - rbac: a role of Exchange's own, for these mailboxes only; then without SMTP.SendAsApp, or Graph's Mail.Send, in Entra
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
      msg('setup.notClientMicrosoft365Nothing', { name: client.name }),
      msg('setup.chooseClientMicrosoft365'),
    );
  }
  if (client.grant !== 'client-credentials') {
    throw new SetupError(
      'not-app-only',
      msg('setup.signsPeopleWhoTheirMailboxes', { name: client.name }),
      msg('setup.chooseClientUsesGrantClient'),
    );
  }
  if (!guid.test(client.clientId)) {
    throw new SetupError(
      'malformed',
      msg('setup.clientIdNoGuid', {
        name: client.name,
        example: '11111111-2222-3333-4444-555555555555',
      }),
      msg('setup.copyFromOverviewPageApp'),
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
    if (!mailbox.test(address) || isWholeDomain(address)) {
      throw new SetupError(
        'malformed',
        msg('setup.notAddressMailbox', { address: powershellComment(address).slice(0, 100) }),
        msg('setup.nameEachMailboxPrimaryAddress'),
      );
    }
    found.set(canonicalAddress(address), address);
  }
  if (found.size === 0 || found.size > mostMailboxes) {
    throw new SetupError(
      'malformed',
      found.size === 0
        ? msg('setup.noMailboxNamed')
        : msg('setup.moreThanMailboxesNamed', { most: String(mostMailboxes) }),
      found.size === 0 ? msg('setup.nameMailboxesClientOpen') : msg('setup.makeSeveralScripts'),
    );
  }
  return [...found.values()];
}

/** PowerShell ends a single-quoted string at each of these, not at the ASCII one alone. */
const singleQuotes = /['\u2018-\u201b]/g;

/**
 * A value as a PowerShell string in which nothing is expanded: in single quotes, with quotes doubled.
 * @throws SetupError - malformed: the value holds control characters
 */
export function powershellString(value: string): string {
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value)) {
    throw new SetupError(
      'malformed',
      msg('setup.valuePowershellHoldsControlCharacters'),
      msg('setup.typeAnew'),
    );
  }
  return `'${value.replace(singleQuotes, '$&$&')}'`;
}

/** A text as it may stand in a comment: on one line. */
export function powershellComment(text: string): string {
  return oneLine(text);
}
