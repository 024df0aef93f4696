/**
 * - name-not-found: the server's name has no address here
 * - unreachable: nothing answers, or the way there is closed
 * - timed-out: it takes too long
 * - bad-certificate: its certificate cannot be trusted, or is for another name
 * - tls-failed: TLS cannot be agreed on (or this is not a TLS port)
 * - closed: it hung up in the middle of the login
 */
export type UpstreamErrorCode =
  'name-not-found' | 'unreachable' | 'timed-out' | 'bad-certificate' | 'tls-failed' | 'closed';

/** Who can do something about it. */
type Who = 'user' | 'administrator' | 'nobody';

const whoActs: Readonly<Record<UpstreamErrorCode, Who>> = {
  'name-not-found': 'user',
  unreachable: 'user',
  'timed-out': 'user',
  'bad-certificate': 'user',
  'tls-failed': 'user',
  closed: 'nobody',
};

/** The provider's mail server could not be talked to. The message names the server; `fix` says what to do. */
export class UpstreamError extends Error {
  readonly code: UpstreamErrorCode;
  readonly fix: string;
  readonly who: Who;

  constructor(
    code: UpstreamErrorCode,
    message: string,
    fix: string,
    options?: { readonly cause?: unknown; readonly who?: Who },
  ) {
    super(message, options);
    this.name = 'UpstreamError';
    this.code = code;
    this.fix = fix;
    this.who = options?.who ?? whoActs[code];
  }
}

/** Turns a socket's or TLS's error into what happened and what to do. `server` is 'host:port'. */
export function explainSocketError(cause: unknown, server: string): UpstreamError {
  if (cause instanceof UpstreamError) return cause;
  const code = errorCode(cause);
  const because = { cause };
  if (code === 'ENOTFOUND' || code === 'ENODATA' || code === 'EAI_AGAIN' || code === 'EAI_NODATA') {
    return new UpstreamError(
      'name-not-found',
      `The name of the mail server ${server} cannot be found.`,
      'Check the internet connection, and the spelling of the server in the OAuth client.',
      because,
    );
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    const when = code === 'CERT_HAS_EXPIRED' ? 'has expired' : 'is not valid yet';
    return new UpstreamError(
      'bad-certificate',
      `The certificate of ${server} ${when} (${code}).`,
      'Check the date and the time of this computer; if they are right, whoever runs the server must renew its certificate.',
      { ...because, who: 'administrator' },
    );
  }
  if (wrongNameCodes.has(code)) {
    return new UpstreamError(
      'bad-certificate',
      `The certificate of ${server} is for another name (${code}).`,
      'Check the spelling of the server in the OAuth client; if it is right, this is another server than it says it is, and the connection may be tampered with.',
      because,
    );
  }
  if (isCertificateCode(code)) {
    return new UpstreamError(
      'bad-certificate',
      `The certificate of ${server} cannot be trusted (${code}).`,
      'If a company firewall or a virus scanner inspects mail, have this system trust its certificate authority, or add that to the settings; else the connection is being tampered with.',
      because,
    );
  }
  if (code.startsWith('ERR_SSL') || code === 'EPROTO' || code === 'ERR_TLS_HANDSHAKE_TIMEOUT') {
    return new UpstreamError(
      'tls-failed',
      `No encrypted connection could be agreed on with ${server} (${code}).`,
      'Check the port and whether the server wants TLS at once or STARTTLS.',
      because,
    );
  }
  if (code === 'EMFILE' || code === 'ENFILE') {
    return new UpstreamError(
      'unreachable',
      `Mailwicket has no file descriptor left for a connection to ${server}.`,
      'Find the program that opens so many connections, or raise the limit (ulimit -n; LimitNOFILE of a service).',
      { ...because, who: 'administrator' },
    );
  }
  if (code === 'ETIMEDOUT') {
    return new UpstreamError(
      'timed-out',
      `The mail server ${server} did not answer in time.`,
      'Check the internet connection; if others work, a firewall may be closing this port.',
      because,
    );
  }
  if (code === 'ECONNRESET' || code === 'EPIPE') {
    return new UpstreamError(
      'closed',
      `The mail server ${server} hung up.`,
      'Try again in a moment; if it stays so, a firewall or a virus scanner may be in the way.',
      because,
    );
  }
  return new UpstreamError(
    'unreachable',
    `The mail server ${server} cannot be reached${code === '' ? '' : ` (${code}${tried(cause, server)})`}.`,
    'Check the internet connection, and the server and port in the OAuth client.',
    because,
  );
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

function errorCode(cause: unknown): string {
  // AbortSignal.timeout's reason: its `code` is a number of old
  if (cause instanceof DOMException && cause.name === 'TimeoutError') return 'ETIMEDOUT';
  // Happy Eyeballs: every address failed, each with an error of its own
  if (cause instanceof AggregateError && cause.errors.length > 0) return errorCode(cause.errors[0]);
  if (typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string') {
    return cause.code;
  }
  return '';
}

/** For display. */
const mostAddresses = 4;

// https://nodejs.org/api/tls.html, "X509 certificate error codes"
const certificateCodes = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'CA_SIGNATURE_FAILURE',
]);

const wrongNameCodes = new Set([
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_TLS_CERT_ALTNAME_FORMAT',
  'HOSTNAME_MISMATCH',
]);

function isCertificateCode(code: string): boolean {
  return certificateCodes.has(code) || code.startsWith('CERT_') || code.startsWith('PATH_LENGTH');
}
