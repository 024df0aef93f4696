import { msg } from '#messages/message.ts';
import { createPrivateKey } from 'node:crypto';
import { CertificateError } from './certificate-error.ts';
import { roundsOfKey, type DerivationBudget } from './derivation-budget.ts';

const pkcs8 = /-----BEGIN ENCRYPTED PRIVATE KEY-----([^-]+)-----END ENCRYPTED PRIVATE KEY-----/;

/**
 * Opens a private key that is encrypted: PKCS #8 (RFC 5958), or the older form of OpenSSL, which has one round.
 * @param pem - one PEM block
 * @returns PEM, PKCS #8, not encrypted
 * @throws CertificateError - takes-too-long, passphrase-wrong
 */
export function openEncryptedKey(pem: string, passphrase: string, budget: DerivationBudget): string {
  const body = pkcs8.exec(pem)?.[1];
  if (body !== undefined) budget.spend(roundsOfKey(Buffer.from(body, 'base64')));
  try {
    return createPrivateKey({ key: pem, passphrase }).export({ type: 'pkcs8', format: 'pem' }).toString();
  } catch {
    // the library's own error is left out on purpose: it may quote what it read
    throw new CertificateError(
      'passphrase-wrong',
      msg('signIn.passphraseDoesNotOpenKey'),
      msg('signIn.enterPassphraseKeyMade'),
    );
  }
}
