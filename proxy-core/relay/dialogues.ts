import type { Protocol } from '#contract/endpoints.ts';
import type { LocalTls, ServerLogin, ClientLogin, ClientLoginOptions } from '#core/mail/dialogue.ts';
import { ImapServerLogin } from '#core/mail/server/imap.ts';
import { ImapClientLogin } from '#core/mail/client/imap.ts';
import { Pop3ServerLogin } from '#core/mail/server/pop3.ts';
import { Pop3ClientLogin } from '#core/mail/client/pop3.ts';
import { SmtpServerLogin } from '#core/mail/server/smtp.ts';
import { SmtpClientLogin } from '#core/mail/client/smtp.ts';
import { limits } from './limits.ts';

/** The client's half of a login, for a protocol. `extensions`: SMTP's EHLO keywords. */
export function serverLogin(
  protocol: Protocol,
  options: { readonly tls: LocalTls; readonly extensions: readonly string[] },
): ServerLogin {
  switch (protocol) {
    case 'imap':
      return new ImapServerLogin({ limits: limits.serverLogin, tls: options.tls });
    case 'pop':
      return new Pop3ServerLogin({ limits: limits.serverLogin, tls: options.tls });
    case 'smtp':
      return new SmtpServerLogin({
        limits: limits.serverLogin,
        tls: options.tls,
        extensions: options.extensions,
      });
    default:
      return protocol satisfies never;
  }
}

/** The upstream half of a login, for a protocol. */
export function upstreamLogin(protocol: Protocol, options: ClientLoginOptions): ClientLogin {
  switch (protocol) {
    case 'imap':
      return new ImapClientLogin(options);
    case 'pop':
      return new Pop3ClientLogin(options);
    case 'smtp':
      return new SmtpClientLogin(options);
    default:
      return protocol satisfies never;
  }
}
