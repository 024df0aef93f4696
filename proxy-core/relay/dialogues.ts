import type { Protocol } from '../accounts/protocol.ts';
import type { LocalTls, LoginHearing, UpstreamLogin, UpstreamLoginOptions } from '../mail/dialogue.ts';
import { ImapLoginHearing } from '../mail/imap/imap-login-hearing.ts';
import { ImapUpstreamLogin } from '../mail/imap/imap-upstream-login.ts';
import { PopLoginHearing } from '../mail/pop/pop-login-hearing.ts';
import { PopUpstreamLogin } from '../mail/pop/pop-upstream-login.ts';
import { SmtpLoginHearing } from '../mail/smtp/smtp-login-hearing.ts';
import { SmtpUpstreamLogin } from '../mail/smtp/smtp-upstream-login.ts';
import { limits } from './limits.ts';

/** The client's half of a login, for a protocol. `extensions`: SMTP's EHLO keywords. */
export function loginHearing(
  protocol: Protocol,
  options: { readonly tls: LocalTls; readonly extensions: readonly string[] },
): LoginHearing {
  switch (protocol) {
    case 'imap':
      return new ImapLoginHearing({ limits: limits.hearing, tls: options.tls });
    case 'pop':
      return new PopLoginHearing({ limits: limits.hearing, tls: options.tls });
    case 'smtp':
      return new SmtpLoginHearing({
        limits: limits.hearing,
        tls: options.tls,
        extensions: options.extensions,
      });
    default:
      return protocol satisfies never;
  }
}

/** The upstream half of a login, for a protocol. */
export function upstreamLogin(protocol: Protocol, options: UpstreamLoginOptions): UpstreamLogin {
  switch (protocol) {
    case 'imap':
      return new ImapUpstreamLogin(options);
    case 'pop':
      return new PopUpstreamLogin(options);
    case 'smtp':
      return new SmtpUpstreamLogin(options);
    default:
      return protocol satisfies never;
  }
}
