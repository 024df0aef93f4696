import type { TFunction } from 'i18next';
import { messageSchema, type Message } from '#messages/message.ts';
import { isInteractive } from '#contract/grants.ts';
import { protocolName, protocols } from '#contract/endpoints.ts';
import type { AccountView, ClientView } from '#contract/views.ts';

/** Which mail programs are connected: 'IMAP 2 · SMTP 1'. */
export function connectedNow(account: AccountView, t: TFunction): string {
  const some = protocols.filter((protocol) => account.sessions[protocol] > 0);
  if (some.length === 0) return t('accounts.connected.none');
  return some
    .map((protocol) => `${protocolName[protocol]} ${String(account.sessions[protocol])}`)
    .join(' · ');
}

/** They say to whom it happened, which the page says already. */
const openings = new Set<Message['code']>([
  'providers.asksToSignIn',
  'providers.refusedAccount',
  'providers.refusedPassword',
  'providers.noTokenNow',
  'providers.signInNotCompleted',
]);

/** Of what went wrong, the sentence that says why, on a page that names the account and the provider. */
export function causeOf(message: Message): Message {
  const { parts, why } = message.params ?? {};
  if (message.code === 'tokens.noToken' && isMessage(why)) return why;
  if (message.code !== 'common.sentences' || !isList(parts)) return message;
  const [opening, cause] = parts;
  return isMessage(opening) && openings.has(opening.code) && isMessage(cause) ? cause : message;
}

function isList(param: unknown): param is readonly unknown[] {
  return Array.isArray(param);
}

function isMessage(param: unknown): param is Message {
  return messageSchema.safeParse(param).success;
}

/** The name of the mail program, where there is only one: each has a local password of its own. */
export function onlyProgram(account: AccountView): string | undefined {
  const [only, ...others] = account.passwords;
  return others.length === 0 ? only?.name : undefined;
}

/**
 * Whether the next token comes without anybody: a refresh token, an application's own right, or the kept password.
 * A client whose scope leaves offline_access out is given none to renew with, at Microsoft's.
 */
export function renewsItself(client: ClientView | undefined): boolean {
  if (client === undefined) return true;
  const narrow = client.scope !== undefined && /office(?:365)?\.(?:com|us|cn)\//.test(client.scope);
  return !isInteractive(client.grant) || !narrow || /(?:^|\s)offline_access(?:\s|$)/.test(client.scope ?? '');
}
