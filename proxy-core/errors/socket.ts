import { type CodeWith, type Message, msg, type PlainCode } from '#messages/message.ts';
import type { Who } from '#contract/problem.ts';

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

/** What a system code of a socket or of TLS means. `code` in a text's values is the system's. */
interface SocketErrorEntry {
  /** The system's codes: https://nodejs.org/api/errors.html, and for certificates https://nodejs.org/api/tls.html. */
  readonly system: RegExp;
  readonly code: SocketErrorCode;
  readonly who: Who;
  /** Said of a mail server, 'host:port'. */
  readonly ofMailServer: CodeWith<'server' | 'code'>;
  readonly fix: PlainCode;
  /** Said of a provider's sign-in service, where that is more than that the connection failed. */
  readonly ofProvider?: CodeWith<'server' | 'host' | 'code'>;
  /** What to do about a provider's certificate. */
  readonly providerFix?: PlainCode;
}

/** Where the address is named that was tried, beside the system's code. */
const notReached = 'mail.serverNotReachedCode';

const anyOther: Omit<SocketErrorEntry, 'system'> = {
  code: 'unreachable',
  who: 'user',
  ofMailServer: notReached,
  fix: 'mail.checkInternetConnectionServerPort',
};
const badDate = {
  code: 'bad-certificate',
  who: 'administrator',
  fix: 'mail.checkDateTimeComputerIf',
  providerFix: 'mail.checkDateTimeComputerIf',
} as const;
const badCertificate = {
  code: 'bad-certificate',
  who: 'user',
  providerFix: 'tokens.ifYourNetworkInspectsTlsSystemTrustCertificateAuthority',
} as const;

/** The first that fits counts. */
const entries: readonly SocketErrorEntry[] = [
  {
    system: /^(?:ENOTFOUND|ENODATA|EAI_AGAIN|EAI_NODATA)$/,
    code: 'name-not-found',
    who: 'user',
    ofMailServer: 'mail.nameMailServerCannotFound',
    fix: 'mail.checkInternetConnectionSpellingServer',
    ofProvider: 'tokens.nameCannotLookedUp',
  },
  {
    ...badDate,
    system: /^CERT_HAS_EXPIRED$/,
    ofMailServer: 'mail.certificateExpired',
    ofProvider: 'mail.certificateExpired',
  },
  {
    ...badDate,
    system: /^CERT_NOT_YET_VALID$/,
    ofMailServer: 'mail.certificateNotYetValid',
    ofProvider: 'mail.certificateNotYetValid',
  },
  {
    ...badCertificate,
    system: /^(?:ERR_TLS_CERT_ALTNAME_(?:INVALID|FORMAT)|HOSTNAME_MISMATCH)$/,
    ofMailServer: 'mail.certificateAnotherName',
    fix: 'mail.checkSpellingServerOauthClient',
    ofProvider: 'mail.certificateAnotherName',
  },
  {
    ...badCertificate,
    system:
      /^(?:UNABLE_TO_(?:GET|VERIFY|DECODE)_|DEPTH_ZERO_|SELF_SIGNED_|INVALID_(?:CA|PURPOSE)$|CA_SIGNATURE_|CERT_|PATH_LENGTH)/,
    ofMailServer: 'mail.certificateCannotTrusted',
    fix: 'mail.ifCompanyFirewallVirusScannerInspectsMailSystemTrust',
    ofProvider: 'tokens.certificateNotTrusted',
  },
  {
    system: /^(?:ERR_SSL|EPROTO$|ERR_TLS_HANDSHAKE_TIMEOUT$)/,
    code: 'tls-failed',
    who: 'user',
    ofMailServer: 'mail.noEncryptedConnectionCouldAgreed',
    fix: 'mail.checkPortWhetherServerWants',
  },
  {
    system: /^(?:EMFILE|ENFILE)$/,
    code: 'unreachable',
    who: 'administrator',
    ofMailServer: 'activity.mailwicketNoFileDescriptorLeft',
    fix: 'activity.findProgramOpensSoMany',
  },
  {
    system: /^ETIMEDOUT$/,
    code: 'timed-out',
    who: 'user',
    ofMailServer: 'mail.mailServerDidNotAnswer',
    fix: 'mail.checkInternetConnectionIfOthers',
  },
  {
    system: /^(?:ECONNRESET|EPIPE)$/,
    code: 'closed',
    who: 'nobody',
    ofMailServer: 'mail.mailServerHungUp',
    fix: 'mail.tryAgainMomentIfStays',
  },
  {
    ...anyOther,
    system: /^$/,
    ofMailServer: 'mail.serverNotReached',
    ofProvider: 'tokens.connectionFailed',
  },
  { ...anyOther, system: /^ECONNREFUSED/, ofProvider: 'tokens.refusedConnection' },
];

/** For display. */
const mostAddresses = 4;

/** What an error of a socket or of TLS to a mail server means, and what to do. @param server 'host:port' */
export function explainMailServerSocket(
  cause: unknown,
  server: string,
): { readonly code: SocketErrorCode; readonly text: Message; readonly fix: Message; readonly who: Who } {
  const system = socketSystemCode(cause) ?? '';
  const { code, who, fix, ofMailServer } = entryOf(system);
  const named = ofMailServer === notReached ? system + tried(cause, server) : system;
  return { code, who, fix: msg(fix), text: { code: ofMailServer, params: { server, code: named } } };
}

/** What an error of a socket or of TLS to a provider's sign-in service means. @param system its code, if it has one */
export function explainProviderSocket(system: string | undefined, host: string): Message {
  const code = entryOf(system ?? '').ofProvider ?? 'tokens.connectionFailed2';
  return { code, params: { host, server: host, code: system ?? '' } };
}

/** What to do about a provider's certificate that is not trusted here; undefined where another thing is wrong. */
export function providerCertificateFix(system = ''): Message | undefined {
  const fix = entryOf(system).providerFix;
  return fix && msg(fix);
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
