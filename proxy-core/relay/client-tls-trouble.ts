/**
 * Why TLS with a mail program failed, as far as its own alert or its bytes tell (OpenSSL's reasons, as Node
 * names them), and what to do. Undefined where there is nothing to be done: it hung up, or the network broke.
 */
export function explainClientTls(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code !== 'string' || !code.startsWith('ERR_SSL_')) return undefined;
  if (distrust.test(code)) {
    return 'does not trust the certificate of Mailwicket. Let it trust the authority that Mailwicket shows under local TLS, and use the server name localhost.';
  }
  if (old.test(code)) {
    return 'knows no TLS that is safe today (TLS 1.2 or newer). Update it, or let it use the plain port on this computer.';
  }
  if (alert.test(code)) return `broke TLS off (${code}).`;
  return 'did not speak TLS on a port for TLS. Choose SSL/TLS in the mail program for this port, or its plain port.';
}

const distrust =
  /_ALERT_(?:UNKNOWN_CA|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_(?:UNKNOWN|EXPIRED|REVOKED))$/;
const old = /UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|VERSION_TOO_LOW|NO_SHARED_CIPHER|NO_SUITABLE/;
const alert = /_ALERT_/;
