import { type Message, msg } from '#messages/message.ts';
import type { Who } from './coded-error.ts';

/**
 * - name-not-found: the server's name has no address here
 * - unreachable: nothing answers, or the way there is closed
 * - timed-out: it takes too long
 * - bad-certificate: its certificate cannot be trusted, or is for another name
 * - tls-failed: TLS cannot be agreed on (or this is not a TLS port)
 * - closed: it hung up
 */
export type SocketErrorCode =
  'name-not-found' | 'unreachable' | 'timed-out' | 'bad-certificate' | 'tls-failed' | 'closed';

/** What a system code of a socket or of TLS means. `code` in a text's parameters is the system's. */
interface SocketErrorEntry {
  /** The system's codes: https://nodejs.org/api/errors.html, and for certificates https://nodejs.org/api/tls.html. */
  readonly system: RegExp;
  readonly code: SocketErrorCode;
  readonly who: Who;
  /** Said of a mail server, 'host:port'; `addresses` are those that were tried, in words. */
  readonly ofMailServer: (server: string, code: string, addresses: string) => Message;
  readonly fix: Message;
  /** Said of a provider's sign-in service, where that is more than that the connection failed. */
  readonly ofProvider?: (host: string, code: string) => Message;
  /** What to do about a provider's certificate. */
  readonly providerFix?: Message;
}

const inspectedTls = msg('tokens.ifYourNetworkInspectsTlsSystemTrustCertificateAuthority');
const checkDate = msg('mail.checkDateTimeComputerIf');

/** The first that fits counts. */
const entries: readonly SocketErrorEntry[] = [
  {
    system: /^(?:ENOTFOUND|ENODATA|EAI_AGAIN|EAI_NODATA)$/,
    code: 'name-not-found',
    who: 'user',
    ofMailServer: (server) => msg('mail.nameMailServerCannotFound', { server }),
    fix: msg('mail.checkInternetConnectionSpellingServer'),
    ofProvider: (host, code) => msg('tokens.nameCannotLookedUp', { host, code }),
  },
  {
    system: /^CERT_HAS_EXPIRED$/,
    code: 'bad-certificate',
    who: 'administrator',
    ofMailServer: (server, code) => msg('mail.certificateExpired', { server, code }),
    fix: checkDate,
    ofProvider: (server, code) => msg('mail.certificateExpired', { server, code }),
    providerFix: checkDate,
  },
  {
    system: /^CERT_NOT_YET_VALID$/,
    code: 'bad-certificate',
    who: 'administrator',
    ofMailServer: (server, code) => msg('mail.certificateNotYetValid', { server, code }),
    fix: checkDate,
    ofProvider: (server, code) => msg('mail.certificateNotYetValid', { server, code }),
    providerFix: checkDate,
  },
  {
    system: /^(?:ERR_TLS_CERT_ALTNAME_(?:INVALID|FORMAT)|HOSTNAME_MISMATCH)$/,
    code: 'bad-certificate',
    who: 'user',
    ofMailServer: (server, code) => msg('mail.certificateAnotherName', { server, code }),
    fix: msg('mail.checkSpellingServerOauthClient'),
    ofProvider: (server, code) => msg('mail.certificateAnotherName', { server, code }),
    providerFix: inspectedTls,
  },
  {
    system:
      /^(?:UNABLE_TO_(?:GET|VERIFY|DECODE)_|DEPTH_ZERO_|SELF_SIGNED_|INVALID_(?:CA|PURPOSE)$|CA_SIGNATURE_|CERT_|PATH_LENGTH)/,
    code: 'bad-certificate',
    who: 'user',
    ofMailServer: (server, code) => msg('mail.certificateCannotTrusted', { server, code }),
    fix: msg('mail.ifCompanyFirewallVirusScannerInspectsMailSystemTrust'),
    ofProvider: (host, code) => msg('tokens.certificateNotTrusted', { host, code }),
    providerFix: inspectedTls,
  },
  {
    system: /^(?:ERR_SSL|EPROTO$|ERR_TLS_HANDSHAKE_TIMEOUT$)/,
    code: 'tls-failed',
    who: 'user',
    ofMailServer: (server, code) => msg('mail.noEncryptedConnectionCouldAgreed', { server, code }),
    fix: msg('mail.checkPortWhetherServerWants'),
  },
  {
    system: /^(?:EMFILE|ENFILE)$/,
    code: 'unreachable',
    who: 'administrator',
    ofMailServer: (server) => msg('activity.mailwicketNoFileDescriptorLeft', { server }),
    fix: msg('activity.findProgramOpensSoMany'),
  },
  {
    system: /^ETIMEDOUT$/,
    code: 'timed-out',
    who: 'user',
    ofMailServer: (server) => msg('mail.mailServerDidNotAnswer', { server }),
    fix: msg('mail.checkInternetConnectionIfOthers'),
  },
  {
    system: /^(?:ECONNRESET|EPIPE)$/,
    code: 'closed',
    who: 'nobody',
    ofMailServer: (server) => msg('mail.mailServerHungUp', { server }),
    fix: msg('mail.tryAgainMomentIfStays'),
  },
  {
    system: /^$/,
    code: 'unreachable',
    who: 'user',
    ofMailServer: (server) => msg('mail.serverNotReached', { server }),
    fix: msg('mail.checkInternetConnectionServerPort'),
    ofProvider: (host) => msg('tokens.connectionFailed', { host }),
  },
  {
    system: /^ECONNREFUSED/,
    code: 'unreachable',
    who: 'user',
    ofMailServer: (server, code, addresses) =>
      msg('mail.serverNotReachedCode', { server, code: `${code}${addresses}` }),
    fix: msg('mail.checkInternetConnectionServerPort'),
    ofProvider: (host, code) => msg('tokens.refusedConnection', { host, code }),
  },
];

const anyOther = {
  code: 'unreachable',
  who: 'user',
  ofMailServer: (server: string, code: string, addresses: string) =>
    msg('mail.serverNotReachedCode', { server, code: `${code}${addresses}` }),
  fix: msg('mail.checkInternetConnectionServerPort'),
} as const;

/** For display. */
const mostAddresses = 4;

/** What an error of a socket or of TLS to a mail server means, and what to do. @param server 'host:port' */
export function explainMailServerSocket(
  cause: unknown,
  server: string,
): { readonly code: SocketErrorCode; readonly text: Message; readonly fix: Message; readonly who: Who } {
  const system = socketSystemCode(cause) ?? '';
  const { code, who, fix, ofMailServer } = entryOf(system);
  return { code, who, fix, text: ofMailServer(server, system, tried(cause, server)) };
}

/** What an error of a socket or of TLS to a provider's sign-in service means. @param system its code, if it has one */
export function explainProviderSocket(system: string | undefined, host: string): Message {
  const explain = entryOf(system ?? '').ofProvider;
  return explain?.(host, system ?? '') ?? msg('tokens.connectionFailed2', { host, code: system ?? '' });
}

/** What to do about a provider's certificate that is not trusted here; undefined where another thing is wrong. */
export function providerCertificateFix(system: string | undefined): Message | undefined {
  return entryOf(system ?? '').providerFix;
}

/** The system's code of what went wrong at a socket, wherever it stands in the error. */
export function socketSystemCode(error: unknown): string | undefined {
  // undici wraps the socket's error: TypeError('fetch failed', { cause })
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    // AbortSignal.timeout's reason: its `code` is a number of old
    if (at instanceof DOMException && at.name === 'TimeoutError') return 'ETIMEDOUT';
    // Happy Eyeballs: every address failed, each with an error of its own
    if (at instanceof AggregateError && at.errors.length > 0) return socketSystemCode(at.errors[0]);
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return undefined;
}

function entryOf(system: string): Omit<SocketErrorEntry, 'system'> {
  return entries.find((entry) => entry.system.test(system)) ?? anyOther;
}

/** The addresses that were tried, where the server's name is not one itself. */
function tried(cause: unknown, server: string): string {
  const errors: readonly unknown[] = cause instanceof AggregateError ? cause.errors : [cause];
  const addresses = errors.flatMap((error) =>
    error instanceof Error && 'address' in error && typeof error.address === 'string' ? [error.address] : [],
  );
  const others = [...new Set(addresses)].filter((address) => !server.startsWith(`${address}:`));
  return others.length === 0 ? '' : `: ${others.slice(0, mostAddresses).join(', ')}`;
}
