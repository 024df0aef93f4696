import type { TFunction } from 'i18next';
import { protocolName, protocols } from '#contract/endpoints.ts';
import type { AccountView, ClientView } from '#contract/views.ts';

/** Which mail programs are connected: 'IMAP 2 · SMTP 1'. */
export function connectedNow(account: AccountView, t: TFunction): string {
  const some = protocols.filter((protocol) => account.sessions[protocol] > 0);
  if (some.length === 0) return t('accounts.connected.none');
  const which = some
    .map((protocol) => `${protocolName[protocol]} ${String(account.sessions[protocol])}`)
    .join(' · ');
  return t('accounts.connected.some', { which });
}

/**
 * Whether the next token comes without anybody: a refresh token, an application's own right, or the kept password.
 * A client whose scope leaves offline_access out is given none to renew with, at Microsoft's.
 */
export function renewsItself(client: ClientView | undefined): boolean {
  if (client === undefined) return true;
  const interactive = client.grant === 'authorization-code' || client.grant === 'device-code';
  const narrow = client.scope !== undefined && /office(?:365)?\.(?:com|us|cn)\//.test(client.scope);
  return !interactive || !narrow || /(?:^|\s)offline_access(?:\s|$)/.test(client.scope ?? '');
}
