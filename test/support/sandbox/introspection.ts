import { includesAddress } from './directory.ts';
import { decideAccess, liveToken } from './mailbox-access.ts';
import { type HttpReply, type HttpRequest, json } from './http-exchange.ts';
import type { ProviderContext } from './provider-context.ts';
import type { MailProtocol } from './scopes.ts';
import type { AccessToken } from './token-store.ts';

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
