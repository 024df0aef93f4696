import { includesAddress, sameAddress } from './directory.ts';
import type { ProviderContext } from './provider-context.ts';
import { type MailProtocol, rolesAllow, scopesAllow } from './scopes.ts';
import type { AccessToken } from './token-store.ts';

/**
 * Why a token does or does not open a mailbox:
 * - token: it is unknown, expired or revoked
 * - permission: it carries no permission for the protocol
 * - mailbox: it is good, but not for this mailbox
 */
export type AccessDecision = 'yes' | 'token' | 'permission' | 'mailbox';

/**
 * Decides whether a token opens a mailbox over a protocol, as Exchange Online does:
 * a person's token opens the person's own mailbox and those shared with them, though SMTP takes
 * the person's own address only; a program's token opens the mailboxes that it was given.
 */
export function decideAccess(
  value: string,
  mailbox: string,
  protocol: MailProtocol,
  context: ProviderContext,
): AccessDecision {
  const token = liveToken(value, context);
  if (token === undefined) return 'token';
  return token.address === undefined
    ? decideForProgram(token, mailbox, protocol, context)
    : decideForPerson(token, token.address, mailbox, protocol, context);
}

/** The token, unless it is unknown, expired or revoked, or its owner is gone. */
export function liveToken(
  value: string,
  context: Pick<ProviderContext, 'tokens' | 'directory' | 'now'>,
): AccessToken | undefined {
  const token = context.tokens.access.get(value);
  if (token === undefined || token.revoked || token.expiresAt <= context.now()) return undefined;
  if (token.address === undefined) return token;
  const user = context.directory.user(token.address);
  return user === undefined || user.disabled === true ? undefined : token;
}

function decideForProgram(
  token: AccessToken,
  mailbox: string,
  protocol: MailProtocol,
  context: ProviderContext,
): AccessDecision {
  if (!rolesAllow(token.roles, token.audience, protocol)) return 'permission';
  const client = context.directory.client(token.clientId);
  return context.directory.hasMailbox(mailbox) && includesAddress(client?.mailboxes, mailbox)
    ? 'yes'
    : 'mailbox';
}

function decideForPerson(
  token: AccessToken,
  address: string,
  mailbox: string,
  protocol: MailProtocol,
  context: ProviderContext,
): AccessDecision {
  if (!scopesAllow(token.scopes, token.audience, protocol)) return 'permission';
  if (sameAddress(address, mailbox)) return 'yes';
  const shared = context.directory.user(address)?.sharedMailboxes;
  return protocol !== 'smtp' && context.directory.hasMailbox(mailbox) && includesAddress(shared, mailbox)
    ? 'yes'
    : 'mailbox';
}
