import { includesAddress, sameAddress } from './directory.ts';
import type { ProviderContext } from './provider-context.ts';
import { type MailProtocol, rolesAllow, scopesAllow } from './scopes.ts';
import type { AccessToken } from './token-store.ts';
import { type HttpReply, type HttpRequest, json } from './http-exchange.ts';

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

const protocols: readonly MailProtocol[] = ['imap', 'pop', 'smtp'];

/**
 * Chooses the mailbox that a token is introspected as. A server like Dovecot compares the
 * `username` in the answer with the name that was logged in with, and does not tell it to us:
 * so where one token opens several mailboxes (app-only, shared ones), a test says which is meant.
 */
export type IntrospectionUsername = (token: AccessToken) => string | undefined;

/**
 * Token introspection (RFC 7662): POST `token=…`, GET `?token=…` or GET with a Bearer header.
 * - `/introspect` answers with the mailbox that `chooseUsername` names, else the person's own
 *   address, else the first mailbox that the program was given.
 * - `/introspect/MAILBOX` answers for that mailbox, active only if the token opens it:
 *   for a server with one such URL per mailbox.
 */
export function answerIntrospection(
  request: HttpRequest,
  chooseUsername: IntrospectionUsername | undefined,
  context: ProviderContext,
): HttpReply {
  const bearer = /^bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const value = request.form.get('token') ?? request.query.get('token') ?? bearer ?? '';
  const token = liveToken(value, context);
  if (token === undefined) return json(200, { active: false });
  const named = /^\/introspect\/(.+)$/.exec(request.path)?.[1];
  const username = named ?? chooseUsername?.(token) ?? token.address ?? firstMailbox(token, context);
  if (username === undefined) return json(200, { active: false });
  const opened = protocols.filter((protocol) => decideAccess(value, username, protocol, context) === 'yes');
  if (opened.length === 0) return json(200, { active: false });
  return json(200, {
    active: true,
    username,
    scope: [...token.scopes, ...token.roles].join(' '),
    client_id: token.clientId,
    token_type: 'Bearer',
    exp: Math.floor(token.expiresAt / 1000),
    aud: token.audience,
  });
}

function firstMailbox(token: AccessToken, context: ProviderContext): string | undefined {
  const granted = context.directory.client(token.clientId)?.mailboxes;
  return context.directory.mailboxes().find((mailbox) => includesAddress(granted, mailbox));
}
