import { type Message, msg } from '#messages/message.ts';

/**
 * Why TLS with a mail program failed, as far as its own alert or its bytes tell (OpenSSL's reasons, as Node
 * names them), and what to do. Undefined where there is nothing to be done: it hung up, or the network broke.
 */
export function explainClientTls(error: unknown): Message | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code !== 'string' || !code.startsWith('ERR_SSL_')) return undefined;
  if (distrust.test(code)) {
    return msg('activity.doesNotTrustCertificateMailwicket');
  }
  if (old.test(code)) {
    return msg('activity.knowsNoTlsSafeToday');
  }
  if (alert.test(code)) return msg('activity.brokeTlsOff', { code });
  return msg('activity.didNotSpeakTlsPort');
}

const distrust =
  /_ALERT_(?:UNKNOWN_CA|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_(?:UNKNOWN|EXPIRED|REVOKED))$/;
const old = /UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|VERSION_TOO_LOW|NO_SHARED_CIPHER|NO_SUITABLE/;
const alert = /_ALERT_/;
