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

/** The provider's mail server could not be talked to. The message names the server; `fix` says what to do. */
export class UpstreamError extends Error {
  readonly code: UpstreamErrorCode;
  readonly fix: string;

  constructor(code: UpstreamErrorCode, message: string, fix: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'UpstreamError';
    this.code = code;
    this.fix = fix;
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
  if (isCertificateCode(code)) {
    return new UpstreamError(
      'bad-certificate',
      `The certificate of ${server} cannot be trusted (${code}).`,
      'If a company firewall or a virus scanner inspects mail, add its certificate authority to the settings; else the connection is being tampered with.',
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
    `The mail server ${server} cannot be reached${code === '' ? '' : ` (${code})`}.`,
    'Check the internet connection, and the server and port in the OAuth client.',
    because,
  );
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

// https://nodejs.org/api/tls.html, "X509 certificate error codes"
const certificateCodes = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_TLS_CERT_ALTNAME_FORMAT',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'CA_SIGNATURE_FAILURE',
]);

function isCertificateCode(code: string): boolean {
  return certificateCodes.has(code) || code.startsWith('CERT_') || code.startsWith('PATH_LENGTH');
}
